// Over 300 lines: where all parts of the workbench's state are put together and the lab's events are handed on.
import { canFreeze } from '../../core/layers/layer-kinds'
import { settings, type SettingName } from '../../core/settings/settings'
import { takeSettings } from '../../core/settings/take-settings'
import { createContext, tick } from 'svelte'
import { assertNever } from '../../core/base/assert-never'
import type { ScriptPart } from '../../core/code/script'
import { damageLine } from '../../core/run/damage-line'
import type { DatasetId } from '../../core/data/dataset-id'
import type { EngineId } from '../../core/base/engine-id'
import { isLessonRoom } from '../../core/base/lesson-room'
import { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'
import { ownDataset } from '../../core/run/run-evaluations'
import type { RunConfig } from '../../core/settings/run-config'
import { differingFieldNames } from '../../core/settings/setting-values'
import type { Command } from '../../lab/contract/command'
import type { LabClient } from '../../lab/contract/connect'
import type { MethodInput, MethodOutput } from '../../lab/contract/contract'
import type { RunSummary } from '../../lab/contract/run-summary'
import type { StudySummary } from '../../lab/contract/study'
import type { TrashedRun } from '../../lab/contract/trash'
import type { WorkbenchSettings } from '../../lab/contract/workbench-settings'
import { downloadExport } from '../bytes/download-export'
import { saveFile } from '../bytes/save-file'
import { Forking } from '../state/run/forking.svelte'
import { canResume } from '../state/run/can-resume'
import { CompiledPlans } from '../state/network/compiled-plans.svelte'
import { checkpointContents } from '../state/run/checkpoint-contents'
import { Connection, type OpenPort } from '../state/line/connection.svelte'
import { readAddress, type Address } from '../state/place/address'
import { CurrentRun } from '../state/run/current-run.svelte'
import { Editing } from '../state/data/editing.svelte'
import { Exporting } from '../state/data/exporting.svelte'
import { LoadingNetwork } from '../state/exchange/loading-network.svelte'
import { ExportingNetwork } from '../state/exchange/exporting-network.svelte'
import { Importing } from '../state/data/importing.svelte'
import type { ImagesOf } from '../state/data/images-of'
import type { ChosenFile } from '../state/data/chosen-file'
import { DataRoom } from '../state/data/data-room.svelte'
import { ChoosingDataset } from '../state/settings/choosing-dataset.svelte'
import { DatasetDesk } from './dataset-desk.svelte'
import { DatasetCardState } from '../state/data/dataset-card.svelte'
import { DatasetLibrary } from '../state/data/dataset-library.svelte'
import { DatasetState } from '../state/data/dataset.svelte'
import { Devices } from '../state/devices/devices.svelte'
import { Engines } from '../state/devices/engines.svelte'
import { Evaluating, type EvaluationOptions } from '../state/run/evaluating.svelte'
import { ComparedRuns } from '../state/run/compared-runs.svelte'
import { Moments } from '../state/run/moments.svelte'
import { GuidePanel } from '../state/guide/guide-panel.svelte'
import { GuideWork } from '../state/guide/guide-work.svelte'
import { JustTrain } from '../state/run/just-train.svelte'
import { Link } from '../state/place/link.svelte'
import { LoaderTimeline } from '../state/data/loader-timeline.svelte'
import { LossSurfaces } from '../state/run/loss-surface.svelte'
import { ModelEditor } from '../state/network/model-editor.svelte'
import type { ImageSplit } from '../state/network/image-choice.svelte'
import { inputIndex, NetworkRoom } from '../state/network/network-room.svelte'
import { type NoticeAction, Notices } from '../state/line/notices.svelte'
import { RateSearch } from '../state/settings/rate-search.svelte'
import { RaceState } from '../state/race/race-state.svelte'
import { Runs } from '../state/run/runs.svelte'
import { RunTableState } from '../state/run/run-table.svelte'
import { SettingsState } from '../state/settings/settings.svelte'
import { Assignments } from '../state/settings/assignments.svelte'
import { Studies } from '../state/study/studies.svelte'
import { StudyDraft } from '../state/study/study-draft.svelte'
import { Stepping } from '../state/run/stepping.svelte'
import { testingObstacle } from '../state/run/testing-obstacle'
import type { Topic } from '../../core/lesson/topic'
import { topicOfTab } from '../state/place/tab-topics'
import { sameModel } from '../state/model/same-model'
import { Tabs } from '../state/place/tabs.svelte'
import { type TrainingObstacle, trainingObstacle } from '../state/run/training-obstacle'
import { ShownSettings } from '../state/run/shown-settings.svelte'
import { TrainingForm } from '../state/settings/training-form.svelte'
import { TrashState } from '../state/run/trash.svelte'
import { Welcome } from '../state/guide/welcome.svelte'

export type Room = WorkbenchSettings['view']
/** Rooms that show something of the run on screen. */
const roomsOfRuns: readonly Room[] = ['lesson', 'network', 'optimizer', 'train', 'evaluate']
/** Pictures of Runs that somebody comes back to. */
const studyTabs: readonly string[] = ['studies', 'newstudy']
type ReportFormat = 'html' | 'pdf' | 'json' | 'csv'

/** The state of the workbench: one object for each concern, all fed from one line to the lab. */
export class App {
  readonly notices = new Notices()
  readonly connection: Connection
  readonly settings: SettingsState
  readonly library: DatasetLibrary
  readonly dataset: DatasetState
  readonly choosing: ChoosingDataset
  readonly importing: Importing
  readonly editing: Editing
  readonly exporting: Exporting
  readonly exportingNetwork: ExportingNetwork
  readonly loadingNetwork: LoadingNetwork
  readonly datasetCard: DatasetCardState
  readonly datasets: DatasetDesk
  readonly engines: Engines
  readonly plans: CompiledPlans
  readonly devices: Devices
  readonly runs: Runs
  readonly runTable: RunTableState
  readonly trash: TrashState
  readonly run: CurrentRun
  readonly evaluating: Evaluating
  readonly moments: Moments
  readonly compared: ComparedRuns
  readonly studies: Studies
  readonly studyDraft: StudyDraft
  readonly form: TrainingForm
  readonly shownSettings: ShownSettings
  readonly forking: Forking
  readonly assignments: Assignments
  readonly link = new Link()
  readonly tabs = new Tabs((room, tab) => {
    const topic = topicOfTab(room, tab)
    if (topic !== undefined) this.link.explain(topic)
  })
  readonly race = new RaceState()
  readonly lossSurface: LossSurfaces
  readonly rateSearch: RateSearch
  readonly timeline: LoaderTimeline
  readonly stepping: Stepping
  readonly editor: ModelEditor
  readonly networkRoom: NetworkRoom
  readonly dataRoom: DataRoom
  readonly guide: GuideWork
  readonly guidePanel: GuidePanel
  readonly justTrain: JustTrain
  readonly welcome: Welcome
  #workbench = $state.raw<MethodOutput<'getWorkbench'> | undefined>(undefined)
  /** Whether what is on screen first has been decided. */
  #begun = $state.raw(false)
  /** What takes a moment: a checkpoint being written, a report being made. */
  #working = $state.raw<'saving' | 'loading' | 'exporting' | undefined>(undefined)

  /** Notices that are over as soon as something else happens. */
  #resetNotice: number | undefined
  #obstacleNotice: number | undefined

  /** What the page's address names when it is loaded: where to begin. */
  readonly #begin: string

  /** Opens the system's file dialog for a checkpoint; set by the component that holds the input. */
  filePicker: (() => void) | undefined

  /** @param begin the page's address, its fragment; empty: where the workbench was left */
  constructor(open: OpenPort, begin: string) {
    this.#begin = begin
    this.connection = new Connection(open, (client) => {
      this.#subscribe(client)
      void this.#opened()
    })
    const { connection, notices } = this
    this.settings = new SettingsState(connection, notices)
    this.library = new DatasetLibrary(connection, notices)
    this.dataset = new DatasetState(
      connection,
      notices,
      (status) => this.justTrain.follow(status),
      () => this.settings.value.dataset
    )
    this.engines = new Engines(connection, notices)
    this.plans = new CompiledPlans(connection, () => this.dataset.info.id)
    this.devices = new Devices(connection, notices, this.engines)
    this.runs = new Runs(connection, notices)
    this.runTable = new RunTableState(this.runs, this.settings)
    this.trash = new TrashState(connection, notices, this.runs)
    this.run = new CurrentRun(connection, notices, onNextFrame)
    this.evaluating = new Evaluating(connection, notices)
    this.moments = new Moments(this.run)
    this.compared = new ComparedRuns(connection, notices)
    this.studies = new Studies(connection, notices, (study) => this.#tellEndOf(study))
    this.lossSurface = new LossSurfaces(connection, notices)
    this.rateSearch = new RateSearch(connection, notices)
    this.timeline = new LoaderTimeline(connection, notices)
    this.stepping = new Stepping(connection, notices, this.run, () => this.runDataset)
    this.shownSettings = new ShownSettings(this.run)
    this.form = new TrainingForm(
      (config) => {
        if (this.form.fork === undefined) this.settings.update({ config })
        this.notices.dismiss(this.#resetNotice)
        this.shownSettings.show('next')
      },
      () => this.dataset.info,
      () => this.settings.value.assignment?.config
    )
    this.choosing = new ChoosingDataset(this)
    this.datasetCard = new DatasetCardState(connection)
    this.editing = new Editing(connection, notices)
    this.importing = new Importing(connection, notices, (id, name) =>
      this.notices.say(`The data set “${name}” is ready.`, {
        label: 'Use it',
        run: () => void this.datasets.use(id)
      })
    )
    this.datasets = new DatasetDesk({
      line: connection,
      notices,
      settings: this.settings,
      library: this.library,
      dataset: this.dataset,
      choosing: this.choosing,
      importing: this.importing,
      editing: this.editing,
      datasetCard: this.datasetCard,
      goThere: () => this.go('data')
    })
    this.exporting = new Exporting(connection, notices, (id) => downloadExport(location.href, id))
    this.exportingNetwork = new ExportingNetwork(connection, saveFile)
    this.loadingNetwork = new LoadingNetwork({
      examine: (asked) => connection.lab.examineNetwork({ ...asked, files: [...asked.files] }),
      load: (asked) => this.#loadNetwork(asked),
      dataset: (id) => this.library.find(id)?.info
    })
    this.studyDraft = new StudyDraft(connection, notices, this.form, () => this.dataset.info)
    this.forking = new Forking(this.run, this.form, this.shownSettings)
    this.assignments = new Assignments(
      this.settings,
      this.form,
      {
        chosen: () => this.dataset.info,
        find: (wanted) => this.library.assigned(wanted),
        follow: (id) => this.choosing.follow(id)
      },
      notices,
      (room) => this.go(room)
    )
    this.editor = new ModelEditor(this.form)
    this.dataRoom = new DataRoom(connection, this.dataset)
    this.networkRoom = new NetworkRoom(connection, notices, this.form, this.run, {
      chosen: () => this.dataset,
      ofRun: () => this.runDataset
    })
    this.guidePanel = new GuidePanel(this.settings)
    this.guide = new GuideWork(
      connection,
      notices,
      this.settings,
      this.runs,
      () => ({
        config: this.form.preview,
        model: this.form.model,
        dataset: this.dataset.info,
        race: { surface: this.race.surface.id, settings: this.race.settings, racers: this.race.racers },
        evaluation: this.run.state.evaluation?.result
      }),
      () => ({ dataReady: this.dataset.ready !== undefined, runs: this.runs.all ?? [] })
    )
    this.justTrain = new JustTrain(this.dataset, () => this.#trainBaseline())
    this.welcome = new Welcome(this.settings, this.dataset, this.runs)
  }

  /** undefined until the lab has answered for the first time */
  get workbench(): MethodOutput<'getWorkbench'> | undefined {
    return this.#workbench
  }

  /** Whether it is not known yet which run is on screen, if any, or what is in it. */
  get opening(): boolean {
    return !this.#begun || this.run.opening
  }

  get working(): 'saving' | 'loading' | 'exporting' | undefined {
    return this.#working
  }

  get room(): Room {
    return this.settings.value.view
  }

  /** What is on screen; undefined before there is anything. */
  get address(): Address | undefined {
    if (this.#workbench === undefined) return undefined
    const { room } = this
    return {
      room,
      runId: roomsOfRuns.includes(room) ? this.run.runId : undefined,
      image: this.#imageOnScreen,
      layer:
        room === 'network' && this.networkRoom.selected !== 0
          ? this.networkRoom.selected - inputIndex
          : undefined,
      tab: this.tabs.named(room),
      runs: room === 'runs' && this.tabs.of('runs') === 'compare' ? [...this.compared.ids] : undefined,
      study: this.#showsStudies ? this.studies.openId : undefined,
      topic: (this.link.ownPage ?? (isLessonRoom(room) ? this.link.placeIn(room) : undefined))?.topic,
      guide: isLessonRoom(room) && this.guidePanel.side === 'exercises' ? 'exercises' : undefined
    }
  }

  get #imageOnScreen(): Address['image'] {
    if (this.room === 'network' && this.networkRoom.images.isOwn) return 'own'
    if (this.dataset.ready === undefined) return undefined
    if (this.room === 'network')
      return { split: this.networkRoom.images.split, row: this.networkRoom.images.row }
    const isOnItsWay = this.room === 'data' && this.tabs.of('data') === 'image'
    return isOnItsWay ? { split: 'train', row: this.dataRoom.row } : undefined
  }

  /**
   * Where an address leads: Back, Forward, a link, or what somebody typed. An assignment does not stay in the address:
   * a reload must not ask again.
   */
  visit(fragment: string): void {
    if (this.assignments.takeAddress(fragment)) return
    const address = readAddress(fragment)
    if (address === undefined) {
      this.notices.say(
        `There is no page at “${fragment.slice(0, 80)}”. This is the last page that you had open.`
      )
      return
    }
    const { room, image } = address
    this.go(room)
    this.tabs.visit(room, address.tab)
    this.link.begin()
    const topic = address.topic ?? (address.tab === undefined ? undefined : topicOfTab(room, address.tab))
    if (topic !== undefined) this.link.explain(topic)
    if (address.topic !== undefined && isLessonRoom(room)) this.link.setPlace(room, { topic: address.topic })
    if (isLessonRoom(room)) this.guidePanel.side = address.guide ?? 'words'
    if (address.runs !== undefined) void this.compared.show(address.runs)
    if (address.tab === 'studies') void this.studies.show(address.study)
    if (room === 'network') this.networkRoom.select((address.layer ?? 1) + inputIndex)
    if (image === 'own') this.networkRoom.images.showOwn()
    else if (room === 'data' && image?.split === 'train') this.dataRoom.showImage(image.row)
    else if (image !== undefined) this.networkRoom.images.showImage(image.split, image.row)
    if (address.runId !== undefined && address.runId !== this.run.runId) void this.visitRun(address.runId)
  }

  /** The run on screen as the list has it. */
  get summary(): RunSummary | undefined {
    return this.runs.find(this.run.runId) ?? this.run.summary
  }

  /** Asks what runs there are now. Where the one on screen was deleted, another takes its place. */
  async refreshRuns(): Promise<void> {
    const known = this.runs.find(this.run.runId) !== undefined
    await this.runs.refresh()
    if (known && this.runs.find(this.run.runId) === undefined) await this.#openRunOnScreen()
  }

  /** A room that is chosen in the rail. Chosen again, Runs leads back to its list: from a comparison, the trash or a study. */
  choose(room: Room): void {
    if (room !== this.room) this.go(room)
    else if (room === 'runs' && studyTabs.includes(this.tabs.of('runs'))) this.openStudy()
    else if (room === 'runs') this.tabs.show('runs', 'runs')
  }

  go(room: Room): void {
    if (room === this.room) return
    this.notices.dismissErrors()
    this.link.begin()
    // A part begins with what there is to read.
    this.guidePanel.side = 'words'
    // The trash is looked into, not worked in.
    if (room === 'runs' && !studyTabs.includes(this.tabs.of('runs'))) this.tabs.show('runs', 'runs')
    this.settings.update({ view: room })
  }

  async openRun(runId: string, room?: Room): Promise<void> {
    if (room !== undefined) this.go(room)
    if (await this.run.open(runId)) {
      this.settings.update({ runId })
      this.shownSettings.show('run')
    }
  }

  /** An image of the data set on its way through the network. */
  openImage(split: ImageSplit, row: number): void {
    this.networkRoom.images.showImage(split, row)
    this.go('network')
  }

  /** What the network of the run on screen computed for a test image that it was evaluated with. */
  inspect(row: number): void {
    const { evaluation, config } = this.run.state
    this.networkRoom.showSource('run')
    if (evaluation !== undefined) this.networkRoom.showStep(evaluation.step)
    // The scores and their shares: how it came to its answer.
    if (config !== undefined) this.networkRoom.select(config.model.layers.length - 1)
    this.tabs.show('network', 'usual')
    this.openImage('test', row)
  }

  /** A picture of one's own, for the network of the run on screen as it was evaluated. */
  tryPicture(): void {
    const { evaluation } = this.run.state
    this.networkRoom.showSource('run')
    if (evaluation !== undefined) this.networkRoom.showStep(evaluation.step)
    this.networkRoom.images.showOwn()
    this.go('network')
  }

  /** What keeps a training from starting, if one may be started at all. */
  get obstacle(): TrainingObstacle | undefined {
    return this.opening || this.run.live
      ? undefined
      : trainingObstacle(this.dataset.status, this.form.modelProblem, this.studies.active)
  }

  /** Says what keeps a training from starting, where somebody wanted to. */
  sayObstacle(): void {
    const { obstacle } = this
    if (obstacle === undefined) return
    const message = `A run cannot start yet. ${obstacle.text.replace(/\.$/, '')}.`
    this.notices.dismiss(this.#obstacleNotice)
    this.#obstacleNotice = this.notices.say(message, this.#remedyOf(obstacle))
  }

  /** What a notice offers to do about it; a download under way only takes its time. */
  #remedyOf({ at }: TrainingObstacle): NoticeAction | undefined {
    if (at === 'network') return { label: 'Show the layer', run: () => this.showModelProblem() }
    if (at === 'study') return { label: 'Show the study', run: () => this.showActiveStudy() }
    if (this.dataset.status?.state === 'downloading') return undefined
    return { label: 'Get the data', run: () => this.getData() }
  }

  /** Goes to where what keeps a training from starting can be mended. */
  showObstacle(): void {
    const at = this.obstacle?.at
    if (at === 'network') this.showModelProblem()
    else if (at === 'study') this.showActiveStudy()
    else this.go('data')
  }

  /** Goes to the layer that keeps the network from being trained; false where there is none. */
  showModelProblem(): boolean {
    const { modelProblem } = this.form
    if (modelProblem === undefined) return false
    this.go('network')
    this.networkRoom.select(modelProblem.index)
    // Where pictures are shown all the same, the form is what tells of it.
    if (modelProblem.computes) this.tabs.show('network', 'edit')
    return true
  }

  /** Goes to the first layer that can be frozen, where its form says whether it is. */
  showFreezing(): void {
    const { layers } = this.form.model
    this.go('network')
    this.networkRoom.followEdits()
    this.networkRoom.select(layers.findIndex(({ type }) => canFreeze(type)))
    this.tabs.show('network', 'edit')
  }

  /**
   * Starts a run with the form's settings, or shows what keeps it from starting.
   * @param paused before the first step, so that it can be taken by itself
   */
  async train(paused = false): Promise<void> {
    if (this.run.live || this.opening) return
    if (this.studies.active !== undefined) {
      this.sayObstacle()
      return
    }
    if (this.dataset.ready === undefined) {
      this.go('data')
      this.sayObstacle()
      return
    }
    if (this.showModelProblem()) return
    const { config } = this.form
    this.go('train')
    this.notices.dismissErrors()
    if (config === undefined) {
      await tick()
      const wrong = document.querySelector<HTMLElement>('[aria-invalid="true"]')
      wrong?.focus({ preventScroll: true })
      // Its message stands below it.
      wrong?.scrollIntoView({ block: 'center' })
      return
    }
    await this.#startRun(config, paused)
  }

  /** Begins the download, unless the data is here or on its way, and shows it. Another data set is chosen first. */
  getData(id = this.dataset.info.id): void {
    this.notices.dismiss(this.#obstacleNotice)
    this.go('data')
    if (id === this.dataset.info.id) void this.dataset.get()
    else this.choosing.choose(id)
  }

  /** Lets every class count the same in the loss of the next run. */
  balanceClasses(): void {
    const before = this.form.preview.classWeights
    this.form.set('classWeights', 'balanced')
    this.notices.say('The next run uses class weights.', {
      label: 'Undo',
      run: () => this.form.set('classWeights', before)
    })
  }

  /** The welcome, where the lesson begins. */
  showWelcome(): void {
    this.welcome.ask()
    this.go('data')
  }

  /** The first line, with the guide beside it. */
  startLesson(): void {
    this.welcome.dismiss()
    this.go('data')
    this.link.setPlace('data', undefined)
    this.link.begin()
    this.guidePanel.show('words')
  }

  /** The form goes back to the lesson's settings, or the assignment's. */
  resetSettings(): void {
    const before = this.form.preview
    this.form.reset()
    this.#resetNotice = this.notices.say(
      `The next run uses the ${this.form.baselineName}’s settings again.`,
      {
        label: 'Undo',
        run: () => this.form.adopt(before)
      }
    )
  }

  /** Takes settings of the run on screen for the next run. */
  useRunSettings(names: readonly SettingName[]): void {
    const config = this.shownSettings.ofRun
    if (config === undefined) return
    const before = this.form.preview
    this.form.adopt(takeSettings(before, config, names))
    this.form.fitToDataset()
    // They stand beside the run, where one may want to take more.
    this.shownSettings.show('run')
    const what = names.length === 1 ? names.map((name) => settings[name].noun).join() : 'settings'
    this.notices.say(`The next run uses the ${what} of run #${this.summary?.number}.`, {
      label: 'Undo',
      run: () => this.form.adopt(before)
    })
  }

  /** Shows the search for a learning rate, and starts it unless one for these settings is there or on its way. */
  async findRate(): Promise<void> {
    const { config } = this.form
    this.go('optimizer')
    this.tabs.show('optimizer', 'rate')
    if (config === undefined || this.dataset.ready === undefined || this.rateSearch.isFor(config)) return
    await this.rateSearch.find(config, this.dataset.info.id)
  }

  /** Takes a learning rate that was found for the next run. */
  useRate(rate: number): void {
    const before = this.form.preview
    this.form.set('learningRate', String(rate))
    this.notices.say(`The next run has a learning rate of ${rate}.`, {
      label: 'Undo',
      run: () => this.form.adopt(before)
    })
  }

  showRecipes(): void {
    this.go('train')
    this.tabs.show('train', 'recipes')
  }

  /** The settings of a recipe as the next run has them: how it is computed, and its seed, stay. */
  #withRecipe(config: RunConfig): RunConfig {
    const { engine, threads, workers, keepCheckpoints, seed } = this.form.preview
    return { ...config, engine, threads, workers, keepCheckpoints, seed }
  }

  /** Whether the next run has the settings of a recipe. */
  hasRecipe(config: RunConfig): boolean {
    const next = this.form.preview
    const made = this.#withRecipe(config)
    return differingFieldNames(made, next).length === 0 && sameModel(made.model, next.model)
  }

  /** Takes the settings of a recipe for the next run. */
  useRecipe(name: string, config: RunConfig): void {
    const before = this.form.preview
    this.form.endFork()
    this.form.adopt(this.#withRecipe(config))
    this.shownSettings.show('next')
    this.notices.say(`The next run follows the recipe “${name}”.`, {
      label: 'Undo',
      run: () => this.form.adopt(before)
    })
  }

  /** The whole script, to be read, at what the guide speaks of. */
  readLesson(topic: Topic): void {
    this.tabs.show('lesson', 'script')
    this.go('lesson')
    this.link.explain(topic)
  }

  /** The guide’s page about seeds: studies and comparisons, which it is about, have no guide. */
  readAboutSeeds(): void {
    this.go('evaluate')
    this.guidePanel.show('words')
    this.link.setPlace('evaluate', { topic: 'seeds' })
    this.link.explain('seeds')
  }

  /** What was learned and measured so far. */
  showSummary(): void {
    this.tabs.show('lesson', 'summary')
    this.go('lesson')
  }

  /** The exercises of a room, beside it. */
  openExercises(room: ScriptPart): void {
    this.go(room)
    this.guidePanel.show('exercises')
  }

  /** The lesson's own run, or that of the assignment that is open, whatever the form holds. */
  async #trainBaseline(): Promise<string | undefined> {
    // Somebody who has gone to another room since gets a notice, and stays there.
    const here = this.room === 'data'
    if (here) this.go('train')
    if (this.run.live) return undefined
    this.notices.dismissErrors()
    this.form.endFork()
    const runId = await this.#startRun(this.form.baseline, false)
    if (runId === undefined || here) return runId
    this.notices.say('The data is ready, and training has started.', {
      label: 'Watch it',
      run: () => this.go('train')
    })
    return runId
  }

  /** Offers the checkpoints of a run, in Train. */
  async fork(runId: string): Promise<void> {
    this.go('train')
    if (this.run.runId !== runId) await this.visitRun(runId)
    if (this.run.runId === runId) this.forking.ask()
  }

  /** @returns the run; undefined where it could not be started, which was told */
  async #startRun(config: RunConfig, paused: boolean): Promise<string | undefined> {
    const { fork } = this.form
    const from = fork && { runId: fork.runId, step: fork.step }
    const started = await this.notices.attempt(() =>
      this.connection.lab.startRun({
        dataset: this.dataset.info.id,
        config,
        paused,
        ...(from === undefined ? {} : { from })
      })
    )
    if (started === undefined) return undefined
    this.form.endFork()
    this.welcome.dismiss()
    await Promise.all([this.openRun(started.runId), this.runs.refresh()])
    return started.runId
  }

  /** Goes on from the run's last checkpoint with another engine than it began with. */
  async resumeWith(runId: string, engine: EngineId): Promise<void> {
    const resumed = await this.notices.attempt(() => this.connection.lab.resumeRun({ runId, engine }))
    if (resumed === undefined) return
    await Promise.all([this.openRun(runId, 'train'), this.runs.refresh()])
  }

  /**
   * Stops the run on screen, by button, key and menu alike. Nothing is lost, so nothing is asked: a checkpoint is kept,
   * and the notice has the way back.
   */
  async stop(): Promise<void> {
    const { runId } = this.run
    if (runId === undefined || !this.run.live || this.#leftToStudy()) return
    const stopped = await this.notices.attempt(() => this.connection.lab.stopRun({ runId }))
    if (stopped === undefined) return
    await this.runs.refresh()
    const run = this.runs.find(runId)
    // It may have come to its end by itself.
    if (run === undefined || !canResume(run)) return
    const what =
      run.step === 0
        ? 'before its first step.'
        : `after step ${formatCount(run.step)}. Its weights are saved.`
    this.notices.say(`Run #${run.number} was stopped ${what}`, {
      label: 'Resume',
      run: () => void this.resume(runId)
    })
  }

  /** Goes on with a run, on screen or not. */
  async resume(runId: string): Promise<void> {
    await this.openRun(runId, 'train')
    if (this.run.runId === runId) await this.run.resume()
  }

  /** The data set of the run on screen: its own or, of a network that belongs to none yet, the chosen one. */
  get runDataset(): ImagesOf {
    return this.library.imagesOf(ownDataset(this.run.state), this.dataset)
  }

  /** The data set that the open run's results belong to, where it is not in the data folder. */
  get foreignDataset(): DatasetId | undefined {
    const own = ownDataset(this.run.state)
    if (own === undefined || own.hash === this.dataset.info.hash || this.library.all === undefined)
      return undefined
    return this.library.holding(own) === undefined ? own : undefined
  }

  /** Whether the run, whose own data set is not there, can be evaluated on the chosen one. */
  get foreignFits(): boolean {
    const { state } = this.run
    return state.config !== undefined && testingObstacle(state, this.dataset.info) === undefined
  }

  /** Why the run on screen, which belongs to no data set yet, cannot be tested on the chosen one, in a sentence. */
  get testingObstacle(): string | undefined {
    const { runId, state } = this.run
    const open = runId !== undefined && ownDataset(state) === undefined
    return open ? testingObstacle(state, this.dataset.info) : undefined
  }

  async evaluate(options?: EvaluationOptions): Promise<void> {
    const { runId } = this.run
    if (runId === undefined) return
    this.go('evaluate')
    // What stands there says why, and what to do.
    if (this.testingObstacle !== undefined && options?.dataset === undefined) return
    // Of a network that belongs to no data set yet, the chosen one is meant.
    const own = ownDataset(this.run.state) === undefined ? { dataset: this.dataset.info.id } : {}
    await this.evaluating.evaluate(runId, { ...own, ...options })
  }

  async saveCheckpoint(): Promise<void> {
    const { runId } = this.run
    if (runId === undefined) return
    await this.#work('saving', async () => {
      const { file } = await this.connection.lab.saveCheckpoint({ runId })
      saveFile(file)
    })
  }

  /** Opens the dialog that exports a checkpoint of the open run. */
  exportNetwork(): void {
    const { summary, state } = this.run
    if (summary !== undefined) this.exportingNetwork.show(summary, state)
  }

  async exportReport(format: ReportFormat): Promise<void> {
    const { runId } = this.run
    if (runId === undefined) return
    await this.#work('exporting', async () => {
      const { file } = await this.connection.lab.exportReport({ runId, format })
      saveFile(file)
    })
  }

  async exportComparison(format: ReportFormat): Promise<void> {
    const runIds = this.compared.runs.map(({ runId }) => runId)
    await this.#work('exporting', async () => {
      const { file } = await this.connection.lab.exportComparison({ runIds, format })
      saveFile(file)
    })
  }

  /** A study, or the list of them. */
  openStudy(studyId?: string): void {
    this.go('runs')
    this.tabs.show('runs', 'studies')
    void this.studies.show(studyId)
  }

  showActiveStudy(): void {
    this.openStudy(this.studies.active?.studyId)
  }

  /** Asks what a study is to find out. @param runIds runs whose settings it compares */
  newStudy(runIds: readonly string[] = []): void {
    void this.studyDraft.begin(runIds)
    this.go('runs')
    this.tabs.show('runs', 'newstudy')
  }

  /** Starts the study that is written down, and shows it. */
  async startStudy(): Promise<void> {
    const { plan } = this.studyDraft
    if (plan === undefined) return
    const studyId = await this.studies.start(plan, this.dataset.info.id)
    if (studyId !== undefined) this.openStudy(studyId)
  }

  get #showsStudies(): boolean {
    return this.room === 'runs' && this.tabs.of('runs') === 'studies'
  }

  /** Somebody who looks at the study sees it there; one that somebody paused needs no telling. */
  #tellEndOf({ studyId, name, status }: StudySummary): void {
    if (this.#showsStudies && this.studies.openId === studyId) return
    const show = { label: 'Show it', run: () => this.openStudy(studyId) }
    if (status.kind === 'finished') this.notices.say(`The study “${name}” has finished.`, show)
    else if (status.kind === 'paused' && status.problem !== undefined)
      this.notices.say(`The study “${name}” stopped: ${status.problem.message}`, show)
  }

  /** The study in training that the run on screen belongs to: its runs are paused and stopped together. */
  get studyOfRun(): StudySummary | undefined {
    const { active } = this.studies
    return this.run.live && active?.studyId === this.summary?.study?.studyId ? active : undefined
  }

  /** Pauses the run on screen, unless that is up to its study. */
  async pause(): Promise<void> {
    if (this.#leftToStudy()) return
    await this.run.pause()
  }

  #leftToStudy(): boolean {
    const study = this.studyOfRun
    if (study === undefined) return false
    this.notices.say(
      `Run #${this.summary?.number} belongs to the study “${study.name}”, whose runs train together.`,
      { label: 'Show the study', run: () => this.showActiveStudy() }
    )
    return true
  }

  /** Shows runs side by side. */
  compareRuns(runIds: readonly string[]): void {
    this.go('runs')
    this.tabs.show('runs', 'compare')
    void this.compared.show(runIds)
  }

  /** An assignment, or else a checkpoint. */
  async openFiles(files: readonly ChosenFile[]): Promise<void> {
    const [first, ...others] = files
    const isLab =
      first !== undefined && others.length === 0
        ? await this.notices.attempt(() => this.assignments.takeFile(first.file))
        : false
    if (isLab === false) await this.loadCheckpoint(files)
  }

  /** A checkpoint file, or the files of a model folder; opens as a run of its own. */
  async loadCheckpoint(files: readonly ChosenFile[]): Promise<void> {
    await this.#work('loading', async () => {
      await this.loadingNetwork.begin(await checkpointContents(files), this.dataset.info)
    })
  }

  async #loadNetwork(asked: MethodInput<'loadCheckpoint'>): Promise<void> {
    const { runId } = await this.connection.lab.loadCheckpoint(asked)
    // It was loaded for this one.
    if (asked.dataset !== undefined) this.choosing.take(asked.dataset)
    await Promise.all([this.openRun(runId, 'evaluate'), this.runs.refresh()])
  }

  async #work(what: 'saving' | 'loading' | 'exporting', action: () => Promise<void>): Promise<void> {
    if (this.#working !== undefined) return
    this.#working = what
    await this.notices.attempt(action)
    this.#working = undefined
  }

  async #opened(): Promise<void> {
    const first = this.#workbench === undefined
    const workbench = await this.notices.attempt(() => this.connection.lab.getWorkbench({}))
    if (workbench === undefined) return
    if (first) {
      this.settings.load(workbench.settings)
      this.form.load(workbench.settings.config)
      if (workbench.settingsProblem !== undefined)
        this.notices.report(LabError.fromData(workbench.settingsProblem))
      if (this.#begin !== '') this.visit(this.#begin)
    } else {
      this.settings.update({})
    }
    this.#workbench = workbench
    void this.trash.refresh()
    await this.library.refresh()
    this.datasets.leaveMissing()
    await Promise.all([
      this.dataset.refresh(),
      this.importing.refresh(),
      this.runs.refresh(),
      this.engines.refresh(),
      this.studies.refresh()
    ])
    this.form.fitToDataset()
    // The one that the address names is on its way.
    if (!first || this.run.runId === undefined) await this.#openRunOnScreen()
    this.#begun = true
    // Before the first training, which it would disturb.
    void this.plans.measurePeak()
  }

  /** Opens a run that may be gone by now: deleted in another window or in a terminal, or named by an old address. */
  async visitRun(runId: string, room?: Room): Promise<void> {
    await this.openRun(runId, room)
    if (this.run.runId !== undefined) return
    await Promise.all([this.runs.refresh(), this.trash.refresh()])
    const deleted = this.trash.runs?.find(({ run }) => run.runId === runId)
    if (deleted === undefined) this.notices.say(`There is no run “${runId}” here. It may have been deleted.`)
    else {
      this.notices.say(`“${deleted.run.name}” (#${deleted.run.number}) is in the trash.`, {
        label: 'Restore',
        run: () => void this.#bringBack(deleted)
      })
    }
    await this.#openRunOnScreen()
  }

  async #bringBack(deleted: TrashedRun): Promise<void> {
    await this.trash.restore(deleted)
    const { runId } = deleted.run
    // Unless it could not be restored.
    if (this.runs.find(runId) !== undefined) await this.openRun(runId)
  }

  /** The run that trains by itself, else the one that was on screen last, else the newest; none that trains elsewhere. */
  async #openRunOnScreen(): Promise<void> {
    const all = this.runs.all?.filter((run) => run.elsewhere === undefined) ?? []
    const active = all.find(
      ({ status: { kind }, study }) => (kind === 'training' || kind === 'paused') && study === undefined
    )
    const shown = this.run.runId ?? this.settings.value.runId
    const last = all.find((run) => run.runId === shown)
    const run = active ?? last ?? all[0]
    if (run === undefined) this.run.close()
    else await this.openRun(run.runId)
  }

  #subscribe(client: LabClient): void {
    client.subscribe('dataset', (status) => {
      this.library.receive(status)
      this.dataset.receive(status)
    })
    client.subscribe('datasets', () => void this.datasets.follow())
    client.subscribe('imagesAdding', (progress) => this.editing.receive(progress))
    client.subscribe('datasetImport', (status) => this.importing.receive(status))
    client.subscribe('datasetExport', (progress) => this.exporting.receive(progress))
    client.subscribe('runs', () => {
      void this.refreshRuns()
      this.studies.changed()
      // A run that it waited for may be over.
      if (this.editing.dataset?.locked !== undefined) void this.editing.refresh()
    })
    client.subscribe('studies', () => this.studies.changed())
    client.subscribe('trash', () => void this.trash.refresh())
    client.subscribe('run', (notice) => {
      this.run.receive(notice)
      this.compared.receive(notice)
      if (this.#showsStudies) this.studies.receive(notice)
      for (const event of notice.events) {
        if (event.type !== 'checkpointDamaged') continue
        const { code, hint, cause } = event.error
        this.notices.report(new LabError(code, damageLine(event), hint, cause))
      }
    })
    client.subscribe('evaluation', (notice) => this.evaluating.receive(notice))
    client.subscribe('lossSurface', (notice) => this.lossSurface.receive(notice))
    client.subscribe('rateSearch', (notice) => this.rateSearch.receive(notice))
    client.subscribe('timeline', (notice) => this.timeline.receive(notice))
    client.subscribe('engineTiming', (timing) => this.devices.receiveTiming(timing))
    client.subscribe('tensorflow', (notice) => this.devices.receiveTensorflow(notice))
    client.subscribe('command', ({ command }) => this.#obey(command))
  }

  #obey(command: Command): void {
    switch (command) {
      case 'loadCheckpoint':
        this.filePicker?.()
        break
      case 'saveCheckpoint':
        void this.saveCheckpoint()
        break
      case 'exportNetwork':
        this.exportNetwork()
        break
      case 'exportReport':
        void this.exportReport('html')
        break
      case 'openAssignment':
        this.assignments.show('open')
        break
      case 'shareAssignment':
        this.assignments.show('share')
        break
      case 'train':
        if (this.run.state.status.kind === 'paused') void this.run.resume()
        else void this.train()
        break
      case 'pause':
        if (this.run.state.status.kind === 'training') void this.pause()
        break
      case 'stop':
        void this.stop()
        break
      case 'themeSystem':
        this.settings.update({ theme: 'system' })
        break
      case 'themeLight':
        this.settings.update({ theme: 'light' })
        break
      case 'themeDark':
        this.settings.update({ theme: 'dark' })
        break
      case 'back':
        history.back()
        break
      case 'forward':
        history.forward()
        break
      default:
        assertNever(command)
    }
  }
}

/** A hidden window draws no frames, but its state goes on. */
function onNextFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, 200)
  else requestAnimationFrame(callback)
}

export const [getApp, setApp] = createContext<App>()
