import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

import styles from './Button.module.css'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly size?: 'm' | 's'
  readonly submit?: boolean
  readonly ref?: Ref<HTMLButtonElement> | undefined
}

/** A button with words. */
export function Button({
  kind = 'plain',
  size = 'm',
  submit = false,
  className,
  ...rest
}: ButtonProps): ReactNode {
  const classes = [styles.button, styles[kind], styles[size], className]
  return (
    <button
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      type={submit ? 'submit' : 'button'}
    />
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label' | 'title'> {
  /** What it does: its name for screen readers and its tooltip. */
  readonly label: string
  readonly icon: ReactNode
}

/** A button with a sign; its name is always there in words. */
export function IconButton({ label, icon, className, ...rest }: IconButtonProps): ReactNode {
  return (
    <Button
      kind="quiet"
      {...rest}
      aria-label={label}
      className={[styles.icon, className].filter(Boolean).join(' ')}
      title={label}
    >
      {icon}
    </Button>
  )
}
