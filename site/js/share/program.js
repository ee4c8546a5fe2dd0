/** The program that a moment carries: hidden set-up first. @param {{code?: string, setup?: string}} moment @returns {string | null} null: it carries none */
export function programIn({ code, setup }) {
  if (code === undefined) return null;
  return setup?.trim() ? `${setup.trimEnd()}\n${code}` : code;
}
