/** Why there is nothing to change here for this reader. */
export function ReadOnly({ why }: { why: string }) {
  return (
    <p class="read-only" data-read-only>
      {why}
    </p>
  )
}
