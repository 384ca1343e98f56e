import { formatCount } from '../../core/format/format-number'
import { learningNote } from '../../core/layers/count-weights'
import { datasetLabel } from '../../core/data/dataset-id'
import { describeArithmetics, mixedArithmetics } from '../../core/run/describe-arithmetics'
import { describeLineage } from '../../core/run/describe-lineage'
import { describeRates } from '../../core/run/describe-rates'
import { optimizerText } from '../../core/optimizers/optimizer-texts'
import { isKnob } from '../../core/optimizers/knobs'
import { lessonConfig, type RunConfig } from '../../core/settings/run-config'
import { differingFieldNames, sayField, withOptimizer } from '../../core/settings/setting-values'
import { type FieldName, settings } from '../../core/settings/settings'
import { durationInUnits } from '../../core/format/format-duration'
import { formatTime, percent } from './format-figures'
import { html, type Html } from './html'
import type { Report } from './report'

/** What the run was asked to do. */
export function configurationSection({ config, learningRates }: Report): Html {
  const { optimizer } = config
  const told = optimizerText(optimizer)
  return html`<section>
    <h2>Configuration</h2>
    <div class="pair">
      ${rows([
        [settings.optimizer.noun, told.describe(optimizer)],
        [settings.learningRate.noun, code(describeRates(learningRates))],
        ...told.figures(optimizer).map(([name, value]): [string, Html] => [name, code(value)]),
        [settings.weightDecay.noun, code(String(optimizer.weightDecay))],
        ['loss', 'cross-entropy'],
        ...otherSettings(config),
        [settings.logEvery.noun, `${formatCount(config.logEvery)} steps`]
      ])}
      ${rows([
        [settings.batchSize.noun, code(formatCount(config.batchSize))],
        [settings.epochs.noun, code(formatCount(config.epochs))],
        [settings.workers.noun, code(String(config.workers))],
        [
          settings.validationSplit.noun,
          config.validationSplit === 0 ? 'none' : `${percent(config.validationSplit)} %`
        ],
        [settings.seed.noun, code(String(config.seed))],
        [
          settings.engine.noun,
          config.threads === 0 ? config.engine : `${config.engine}, ${config.threads} threads`
        ]
      ])}
    </div>
  </section>`
}

const withRow: readonly FieldName[] = [
  'optimizer',
  'logEvery',
  'batchSize',
  'epochs',
  'workers',
  'validationSplit',
  'seed',
  'engine',
  'threads'
]

/** Settings that have no row of their own and are not as in the lesson. */
function otherSettings(config: RunConfig): readonly (readonly [string, Html])[] {
  const lesson = withOptimizer(lessonConfig, config.optimizer.type)
  return differingFieldNames(config, lesson).flatMap((name) => {
    const value = sayField(config, name)
    return value === undefined || isKnob(name) || withRow.includes(name) || settings[name].means === true
      ? []
      : [[settings[name].noun, code(value)] as const]
  })
}

/** Layer after layer: what comes out of it, and what it has to learn. */
export function networkSection({ network, config }: Report): Html {
  return html`<section>
    <h2>Network</h2>
    <table class="rows">
      <thead>
        <tr>
          <th>layer</th>
          <th></th>
          <th class="right">output</th>
          <th class="right">parameters</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>input</td>
          <td class="words">image: height × width × channels</td>
          <td class="right">${config.model.inputShape.join(' × ')}</td>
          <td class="right"></td>
        </tr>
        ${network.layers.map(
          ({ name, description, output, parameters }) =>
            html`<tr>
              <td>${name}</td>
              <td class="words">${description}</td>
              <td class="right">${output.join(' × ')}</td>
              <td class="right">${parameters === 0 ? '–' : formatCount(parameters)}</td>
            </tr> `
        )}
        <tr class="total">
          <td>total</td>
          <td></td>
          <td></td>
          <td class="right">
            ${formatCount(network.parameters)}${learningNote({
              all: network.parameters,
              learning: network.learning ?? network.parameters
            })}
          </td>
        </tr>
      </tbody>
    </table>
  </section>`
}

/** When, where, with what and on which data. */
export function provenanceSection({ run, evaluation }: Report): Html {
  const imported = run.status === 'imported'
  const testedOn = evaluation?.dataset ?? undefined
  const waited =
    run.trainMs === 0 ? '' : `, of which ${percent(run.waitMs / run.trainMs)} % of it waiting for data`
  return html`<section>
    <h2>Run and environment</h2>
    ${rows([
      ['run', code(run.runId)],
      ['fork', run.lineage.length === 0 ? undefined : describeLineage(run.lineage)],
      [imported ? 'loaded' : 'started', run.startedAt === null ? undefined : code(formatTime(run.startedAt))],
      ['ended', run.endedAt === null || imported ? undefined : code(formatTime(run.endedAt))],
      ['training time', run.trainMs === 0 ? undefined : `${durationInUnits(run.trainMs)}${waited}`],
      ['device', run.device === null ? undefined : `${run.device.label} (${run.device.description})`],
      ['arithmetic', mixedArithmetics(run.arithmetics) ?? describeArithmetics(run.arithmetics)],
      ['data set', run.dataset?.name],
      ['images', run.trainImages === 0 ? undefined : images(run)],
      ['data sha256', run.dataset === null ? undefined : code(run.dataset.hash)],
      [
        'tested on',
        testedOn === undefined || testedOn.hash === run.dataset?.hash ? undefined : datasetLabel(testedOn)
      ],
      ['pixels', pixels(run)],
      ['trained with', versionList(run.versions)]
    ])}
  </section>`
}

const images = (run: Report['run']): string =>
  `${formatCount(run.trainImages)} to train on, ${formatCount(run.validationImages)} held back to validate`

/** `−1 to 1, assumed`; a network that was trained here takes those of the lesson. */
function pixels({ pixels: { range, from } }: Report['run']): string | undefined {
  const [low, high] = range.map((value) => String(value).replace('-', '−'))
  const how = {
    training: undefined,
    file: 'as its file says',
    assumed: 'assumed',
    user: 'as chosen by hand'
  }[from]
  return how === undefined ? undefined : `${low} to ${high}, ${how}`
}

/** Numbers and code, in the type that is kept for them. */
const code = (text: string): Html => html`<span class="number">${text}</span>`

/** Names and values; those that are not known are left out. */
function rows(entries: readonly (readonly [string, Html | string | undefined])[]): Html {
  return html`<table class="rows facts">
    <tbody>
      ${entries.map(([name, value]) =>
        value === undefined
          ? null
          : html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr> `
      )}
    </tbody>
  </table>`
}

/** `tenfold 0.1.0, node 20.20.0`; undefined when there are none. */
export function versionList(versions: Readonly<Record<string, string>>): string | undefined {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return list.length === 0 ? undefined : list.join(', ')
}
