import { required } from '../../../core/base/required'
import { lineLook, type LineLook } from '../../../core/maths/line-look'
import { thinCurve } from '../../../core/maths/thin-curve'
import { chartFont as font } from '../chart-font'
import type { LineDrawing } from '../line-chart'
import { isDark } from '../theme'
import type { ThemeColours } from '../theme-colours'
import { uprightLine } from '../upright-line'
import type { CurveLine, CurvesPicture } from './curves-picture'
import { tickTexts } from './tick-texts'
import { endLabelWidth, writeEndLabels } from './end-labels'

const lineWidths: Readonly<Record<CurveLine['look'], number>> = { strong: 2.5, plain: 1.5, faint: 1 }
/** More points of a line would not be told apart. */
const drawnPoints = 1000
/** More lines in a tooltip would not be read. */
const toldLines = 12

/** Curves over one another, each with its name at its end. */
export function drawCurves({ lines, x, y, mark, onpick }: CurvesPicture, colours: ThemeColours): LineDrawing {
  const { faint, line: grid, warm, ink } = colours
  const dark = isDark()
  const lookOf = ({ colour }: CurveLine): LineLook =>
    colour === undefined ? { colour: ink, dash: [] } : lineLook(colour, dark)
  const lineOf = (index: number): CurveLine => required(lines[index], 'a line of each data set')
  const axis = ({ title, format, min, max }: CurvesPicture['x']) => ({
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    border: { display: false },
    title: { display: true, text: title, font, color: faint },
    ticks: {
      font,
      color: faint,
      callback: (_: number | string, at: number, ticks: readonly { readonly value: number }[]) =>
        tickTexts(
          ticks.map(({ value }) => value),
          format
        )[at]
    }
  })
  const xAxis = axis(x)
  const yAxis = axis(y)
  return {
    lines: lines.map((line, i) => {
      const { colour, dash } = lookOf(line)
      const points = thinCurve(
        line.points.map((point) => ({ step: point.x, loss: point.y })),
        drawnPoints
      )
      return {
        label: line.name,
        data: points.map(({ step, loss }) => ({ x: step, y: loss })),
        borderColor: line.look === 'faint' ? `${colour}40` : colour,
        backgroundColor: colour,
        borderWidth: lineWidths[line.look],
        borderDash: [...dash],
        pointRadius: points.length === 1 ? 3 : 0,
        pointHitRadius: 6,
        order: { strong: 0, plain: 1, faint: 2 }[line.look] * lines.length + i
      }
    }),
    padding: { top: 8, right: endLabelWidth },
    scales: {
      x: { ...xAxis, type: 'linear', grid: { display: false }, ticks: { ...xAxis.ticks, maxRotation: 0 } },
      y: { ...yAxis, type: 'linear', grid: { color: grid }, ticks: { ...yAxis.ticks, maxTicksLimit: 8 } }
    },
    tooltip: {
      displayColors: true,
      boxWidth: 10,
      boxHeight: 2,
      itemSort: (a, b) => (b.parsed.y ?? 0) - (a.parsed.y ?? 0),
      filter: (item, at) => at < toldLines && lineOf(item.datasetIndex).look !== 'faint',
      callbacks: {
        title: (items) => `${x.title} ${x.format(items[0]?.parsed.x ?? 0)}`,
        label: (item) => `${lineOf(item.datasetIndex).name}  ${y.format(item.parsed.y ?? 0)}`
      }
    },
    onpick,
    below: ({ ctx, chartArea, scales }) => {
      if (scales['x'] === undefined || mark === undefined) return
      ctx.strokeStyle = warm
      ctx.lineWidth = 1.5
      uprightLine(ctx, chartArea, scales['x'].getPixelForValue(mark))
    },
    above: (chart) =>
      writeEndLabels(chart, lines, (line) => ({ ...lookOf(line), width: lineWidths[line.look] }))
  }
}
