import { mount } from 'svelte'
import '../renderer/tokens.css'
import './page.css'
import { pagePlaces } from '../core/exchange/page-content'
import { loadNetwork } from './network/load-network'
import { readContent, readWeights } from './network/read-content'
import { PageState } from './state/page-state.svelte'
import { followTheme } from './follow-theme'
import Page from './views/Page.svelte'

const target = document.getElementById(pagePlaces.app)
if (target === null) throw new Error('the page has no place for what it shows')

followTheme(document.documentElement)
const content = readContent(document)
// Many weights take seconds: the page is to be seen before.
const network = new Promise((resolve) => setTimeout(resolve)).then(() =>
  loadNetwork(content, readWeights(document))
)
mount(Page, { target, props: { page: new PageState(content, network) } })
