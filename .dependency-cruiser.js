// @ts-check

/** What each room may import besides itself: the arrows of ARCHITECTURE.md. */
const rooms = {
  core: [],
  engine: ['core'],
  lab: ['core'],
  trainer: ['core', 'engine', 'lab'],
  decoder: ['core', 'lab'],
  main: ['core', 'lab'],
  preload: ['lab/contract'],
  renderer: ['core', 'lab/contract'],
  // Besides core the theme, so that a page looks like the workbench.
  page: ['core', 'renderer/tokens.css'],
  cli: ['core', 'lab', 'server'],
  server: ['core', 'lab']
}

/** Rooms that run in a sandbox without Node, or are pure. */
const withoutNode = '^src/(core|preload|renderer|page)/'
const tests = String.raw`\.test\.ts$`

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `${room} imports ${allowed.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: tests },
  to: {
    path: '^src/',
    pathNot: [room, ...allowed].map((target) => `^src/${target}(/|$)`),
    // lab knows engines by their types alone.
    ...(room === 'lab' ? { dependencyTypesNot: ['type-only'] } : {})
  }
}))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    {
      name: 'lab-types-of-engine-only',
      severity: 'error',
      from: { path: '^src/lab/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(lab|core|engine)/', dependencyTypes: ['type-only'] }
    },
    {
      name: 'engines-apart',
      comment: 'an engine never imports another; shared/ imports none of them',
      severity: 'error',
      from: { path: '^src/engine/([^/]+)/', pathNot: tests },
      to: { path: '^src/engine/[^/]+/', pathNot: ['^src/engine/$1/', '^src/engine/shared/'] }
    },
    {
      name: 'plans-know-no-kernels',
      comment: 'an engine plans first; its kernels are made from the plan',
      severity: 'error',
      from: { path: '^src/engine/[^/]+/plan/', pathNot: tests },
      to: { path: '^src/engine/[^/]+/kernels/' }
    },
    {
      name: 'no-node-in-sandbox',
      severity: 'error',
      from: { path: withoutNode, pathNot: tests },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'electron-in-its-host-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: 'node_modules/electron/' }
    },
    {
      name: 'chart-js-in-charts-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/renderer/charts/' },
      to: { path: 'node_modules/chart\\.js/' }
    },
    {
      name: 'tensorflow-js-in-page-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/page/' },
      to: { path: 'node_modules/@tensorflow/' }
    },
    {
      name: 'electron-store-in-main-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/' },
      to: { path: 'node_modules/electron-store/' }
    },
    {
      name: 'core-is-pure',
      comment: 'core knows zod, a base64 coder, a reader of protobuf’s wire format and nothing else',
      severity: 'error',
      from: { path: '^src/core/', pathNot: tests },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(zod|@scure/base|@bufbuild/protobuf/dist/[^/]+/wire)/'
      }
    },
    {
      name: 'sources-know-no-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: `^(test|scripts)/|${tests}` }
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: [tests, String.raw`\.d\.ts$`] },
      to: {}
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'types', 'node', 'default']
    }
  }
}
