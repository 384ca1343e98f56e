import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'src/cli/main.ts',
    'src/trainer/main.ts',
    'src/decoder/main.ts',
    // Built by scripts/build/network-page.mjs.
    'src/page/main.ts',
    'src/trainer/loading/loader-worker.ts',
    'scripts/{start,test,check,bench,torture,fetch-page,make-large-study,measure-recipes}.mjs',
    // Built and started by scripts/bench.mjs.
    'scripts/bench/{main,counted-steps,engine-peer,tfjs-peer}.ts',
    // Built by scripts/test-setup/build-page.mjs.
    'scripts/bench/study-page/main.ts',
    // Built and started by scripts/torture.mjs.
    'test/torture/main.ts',
    'test/lab/contender.ts',
    'test/torture/dataset-worker.ts',
    'scripts/test-setup/unpack-chromium.mjs',
    // Run by hand, when the certificates of the tests have to be made again.
    'test/servers/make-certificates.mjs',
    'test/**/*.test.ts'
  ],
  project: ['src/**', 'scripts/**', 'test/**'],
  // Generated: scripts/make_onnx_pb.py.
  ignore: ['src/lab/exchange/onnx/file/onnx_pb.ts'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Run by scripts/checks.mjs; named in tsconfig.json of the rooms that need it; loaded by sharp, see decoder/load-sharp.ts.
  ignoreDependencies: ['svelte-check', '@webgpu/types', '@img/sharp-wasm32'],
  // Of the system, where there is one.
  ignoreBinaries: ['mount', 'umount', 'openssl', 'mkfifo', 'Xvfb', 'nvidia-smi', 'perf', 'unshare'],
  compilers: {
    // Fonts come out of packages by url(...).
    css: (text: string) =>
      [...text.matchAll(/url\(['"]?([^'")]+)/g)].map(([, url]) => `import '${url}'`).join('\n')
  }
}

export default config
