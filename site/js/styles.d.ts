/** A style sheet that comes with the part of the page that it is for: esbuild gives its text. */
declare module "*.css" {
  const text: string;
  export default text;
}
