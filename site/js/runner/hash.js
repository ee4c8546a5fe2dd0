// What tells whether bytes are those that they were.

/** SHA-256, in hexadecimal digits. @param {ArrayBuffer} content @param {Pick<Crypto, "subtle">} [crypto] */
export async function hashOf(content, { subtle } = globalThis.crypto) {
  const digest = new Uint8Array(await subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
