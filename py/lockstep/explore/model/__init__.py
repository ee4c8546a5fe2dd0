"""What is known of a program: names, states, steps, and which had to come before which."""
