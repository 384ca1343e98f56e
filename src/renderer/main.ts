import { mount } from 'svelte'
import './fonts.css'
import './tokens.css'
import './base.css'
import { openPort } from './open-port'
import { App } from './app/app.svelte'
import Workbench from './views/Workbench.svelte'

const target = document.getElementById('app')
if (target === null) throw new Error('the page has no place for the workbench')

const app = new App(openPort, location.hash)
mount(Workbench, { target, props: { app } })
app.connection.start()
addEventListener('pagehide', () => app.settings.flush())
