// What the explorer shows, in one module: it is loaded at once.
export { default as ExplorerPanel } from './ExplorerPanel.vue'
export { default as RoomAnswer } from './RoomAnswer.vue'
