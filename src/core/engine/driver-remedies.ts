/** What to do on each platform (as Node names it) where no graphics card answers, if there is one. */
export const driverRemedies: Readonly<Partial<Record<string, string>>> = {
  win32: 'Install the current driver of the graphics card from its manufacturer, then start Tenfold again.',
  darwin: 'WebGPU needs a Mac with Metal. On this one, choose the WebAssembly engine.',
  linux:
    'Install the Vulkan loader and the driver of the graphics card (Debian, Ubuntu: libvulkan1 with mesa-vulkan-drivers or nvidia-driver), check them with vulkaninfo, then start Tenfold again.'
}
