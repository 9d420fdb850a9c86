import type { ReactNode } from 'react'
import { useRef, useState } from 'react'

import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { canPickFolder, pickFolder } from '../installed/exportTargets.ts'
import { filesOfDrop, filesOfHandle, filesOfInput } from '../installed/readFolders.ts'
import type { Adding } from './adding.ts'
import styles from './AddModel.module.css'
import type { AddReading } from './plan.ts'
import { PlanView } from './PlanView.tsx'

type Looking = { readonly kind: 'nothing' } | { readonly kind: 'looking' } | AddReading

/** A model that is not in the list: from an address, a folder, an archive or a list of models. */
export function AddModel({ adding }: { readonly adding: Adding }): ReactNode {
  const [looking, setLooking] = useState<Looking>({ kind: 'nothing' })
  const [folder, setFolder] = useState('')
  const [library, setLibrary] = useState('')
  const [isOver, setIsOver] = useState(false)
  const folderInput = useRef<HTMLInputElement>(null)
  const fileInput = useRef<HTMLInputElement>(null)

  const look = (reading: Promise<AddReading>): void => {
    setLooking({ kind: 'looking' })
    void reading.then(setLooking, (thrown: unknown) =>
      setLooking({ kind: 'refused', why: `It cannot be read. ${String(thrown)}` }),
    )
  }
  const chooseFolder = async (): Promise<void> => {
    if (!canPickFolder()) return folderInput.current?.click()
    const picked = await pickFolder('read')
    if (picked !== undefined) look(filesOfHandle(picked).then(adding.lookAtFiles))
  }
  const lookAtInput = (input: HTMLInputElement): void => {
    if (input.files !== null) look(adding.lookAtFiles(filesOfInput(input.files)))
    // The same folder may be chosen again after it was mended.
    input.value = ''
  }
  const host = URL.parse(folder.trim())?.host
  return (
    <section aria-label="Add a model">
      <h3>Add a model</h3>
      {/* Dropping is a convenience for pointers; keyboards have the two buttons. */}
      <div
        className={isOver ? `${styles.box} ${styles.over}` : styles.box}
        onDragLeave={() => setIsOver(false)}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDrop={(event) => {
          event.preventDefault()
          setIsOver(false)
          look(filesOfDrop(event.dataTransfer.items).then(adding.lookAtFiles))
        }}
      >
        <p>
          Drop a folder of weights here, an archive that was exported, or a list of models (.json).
          Nothing of it leaves this device.
        </p>
        <div className={styles.buttons}>
          <Button onClick={() => void chooseFolder()} size="s">
            Choose a folder
          </Button>
          <Button onClick={() => fileInput.current?.click()} size="s">
            Choose a file
          </Button>
        </div>
        <input
          aria-label="Folder of a model"
          hidden
          onChange={(event) => lookAtInput(event.target)}
          ref={folderInput}
          type="file"
          // Not in React's list of attributes for TypeScript.
          {...{ webkitdirectory: '' }}
        />
        <input
          accept=".json,.tar"
          aria-label="List or archive of models"
          hidden
          onChange={(event) => lookAtInput(event.target)}
          ref={fileInput}
          type="file"
        />
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            look(adding.lookAtAddress(folder, library, new AbortController().signal))
          }}
        >
          <TextField
            hint={
              host === undefined
                ? 'The folder that has mlc-chat-config.json, or a repository on huggingface.co.'
                : `Looking asks ${host} for small files that say what the model is, and for nothing else.`
            }
            label="Address of the weights"
            onChange={(event) => setFolder(event.target.value)}
            type="url"
            value={folder}
          />
          <TextField
            hint="Only where none lies beside the weights and no model here is built alike."
            label="Address of the library (.wasm)"
            onChange={(event) => setLibrary(event.target.value)}
            type="url"
            value={library}
          />
          <Button disabled={folder.trim() === ''} size="s" submit>
            Look at it
          </Button>
        </form>
      </div>
      <div aria-live="polite">
        {looking.kind === 'looking' ? <p className={styles.quiet}>Looking at it…</p> : null}
        {looking.kind === 'refused' ? <p className={styles.refused}>{looking.why}</p> : null}
      </div>
      {looking.kind === 'plan' ? (
        <PlanView
          onAnswer={(yes) => {
            setLooking({ kind: 'nothing' })
            if (yes) void adding.accept(looking.plan)
          }}
          plan={looking.plan}
        />
      ) : null}
    </section>
  )
}
