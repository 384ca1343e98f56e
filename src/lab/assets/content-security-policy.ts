/**
 * What the workbench's pages may load and run: its own files, nothing else, and no code out of strings.
 * Sent as a header by every host; WebAssembly and blob workers draw pictures, data: and blob: carry images.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')
