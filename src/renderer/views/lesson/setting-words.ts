import { describeRates } from '../../../core/run/describe-rates'
import type { RateFrom } from '../../../core/run/rate-changes'
import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import { settingChanges } from '../../state/settings/training-form.svelte'

/** Differences that fit into a sentence. */
const mostNamed = 4

/**
 * Whether a run had the lesson's settings, and if not, what was different.
 * @param learningRates the one that it began with, and each that somebody changed it to
 */
export function settingWords(config: RunConfig, learningRates: readonly RateFrom[]): string {
  const { engine, threads, workers, checkpointEvery, keepCheckpoints } = lessonConfig
  // How it was computed and kept makes no difference to what was learned.
  const changes = settingChanges(lessonConfig, {
    ...config,
    engine,
    threads,
    workers,
    checkpointEvery,
    keepCheckpoints
  })
  const changed =
    learningRates.length < 2
      ? ''
      : ` Its learning rate was changed on the way: ${describeRates(learningRates)}.`
  if (changes.length === 0) return `It had the lesson’s settings.${changed}`
  const named = changes.slice(0, mostNamed).map(({ name, from, to }) => `${name} ${to} (lesson: ${from})`)
  const more = changes.length - named.length
  return `Settings that differ from the lesson: ${named.join(', ')}${more === 0 ? '' : `, and ${more} more`}.${changed}`
}
