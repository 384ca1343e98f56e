import { layerDrawWgsl } from './activate'
import { preamble } from './preamble'
import type { Phase } from './schedule'

export const entryPoint = 'main'

export interface PhaseModule {
  readonly label: string
  readonly code: string
  /** What to dispatch. */
  readonly workgroups: readonly [number, number]
}

/** The WGSL of one dispatch: each workgroup finds out by its number which job it works on. */
export function emitPhase(phase: Phase, shared: string, maxWorkgroups: number): PhaseModule {
  const { jobs, threads, tiles } = phase
  const width = Math.min(tiles, maxWorkgroups)
  let begin = 0
  const branches = jobs.map((job) => {
    const first = begin
    begin += job.tiles
    return `if (tile < ${begin}u) { ${job.name}(tile - ${first}u, thread); }`
  })
  const scratch = Math.max(threads, ...jobs.map((job) => job.scratch))
  const code = `${preamble}
var<workgroup> scratch: array<f32, ${scratch}>;
${reduction('workgroupSum', 'scratch[thread] + scratch[thread + half]', threads)}
${reduction('workgroupLargest', 'larger(scratch[thread], scratch[thread + half])', threads)}
${layerDrawWgsl}${shared}${jobs.map((job) => job.code).join('\n')}

@compute @workgroup_size(${threads})
fn ${entryPoint}(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let tile = group.y * ${width}u + group.x;
  ${branches.join('\n  else ')}
}
`
  return {
    label: jobs.map((job) => job.name).join(' + '),
    code,
    workgroups: [width, Math.ceil(tiles / width)]
  }
}

/** Combines one value of each thread pairwise, always in the same order, and gives all of them the result. */
function reduction(name: string, combined: string, threads: number): string {
  return `
fn ${name}(value: f32, thread: u32) -> f32 {
  scratch[thread] = value;
  workgroupBarrier();
  for (var half = ${threads / 2}u; half > 0u; half >>= 1u) {
    if (thread < half) { scratch[thread] = ${combined}; }
    workgroupBarrier();
  }
  let result = scratch[0];
  workgroupBarrier();
  return result;
}`
}
