import { mount } from 'svelte'
import '../renderer/tokens.css'
import './page.css'
import { pagePlaces } from '../core/exchange/page-content'
import { loadNetwork } from './network/load-network'
import { readContent } from './network/read-content'
import { PageState } from './state/page-state.svelte'
import { followTheme } from './follow-theme'
import Page from './views/Page.svelte'

const target = document.getElementById(pagePlaces.app)
if (target === null) throw new Error('the page has no place for what it shows')

followTheme(document.documentElement)
const { content, weights } = readContent(document)
mount(Page, { target, props: { page: new PageState(content, loadNetwork(content, weights)) } })
