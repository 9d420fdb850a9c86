import type { ReactNode } from 'react'

import styles from './App.module.css'

/** The frame of the app: sidebar, conversation, composer. */
export function App(): ReactNode {
  return (
    <main className={styles.frame}>
      <h1>Ponder</h1>
      <p>A reasoning model that thinks in front of you. Nothing leaves this device.</p>
    </main>
  )
}
