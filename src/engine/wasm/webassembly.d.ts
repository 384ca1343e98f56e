// The part of the WebAssembly JavaScript interface that this engine uses. TypeScript declares it only in `lib.dom`,
// which would let the rest of the DOM into a room that has none. Source: W3C WebAssembly JavaScript Interface 2.0.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
    // Keeps structural typing from taking any object for a module.
    readonly #brand: undefined
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, Memory>>)
    readonly exports: Readonly<Record<string, unknown>>
  }
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum: number; readonly shared: true })
    /** 64 KiB pages more. */
    grow(pages: number): number
    readonly buffer: SharedArrayBuffer
  }
  function validate(bytes: Uint8Array): boolean
}
