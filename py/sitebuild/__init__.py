"""What `build.py` is made of. `cli`, `interpreter` and `setup` run on any Python from 3.9 on."""
