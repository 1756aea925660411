import { useState } from 'react';
import { call } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { ApiKeyDetail } from '../../api/schema';
import { nameOf, useSession } from '../../api/session';
import { ActionButton } from '../../design/ActionButton';
import type { Column } from '../../design/DataTable';
import { ListPage } from '../../design/ListPage';
import { Ago } from '../../design/Time';
import { NewKeyDialog } from './NewKeyDialog';

/** One's API keys: make them, see when they were used, revoke them. */
export default function SettingsPage() {
  const session = useSession();
  const [isMaking, setIsMaking] = useState(false);
  const list = usePaged('keys', async (after, signal) => {
    const page = await call('GET /api/v1/api-keys', { query: { after, limit: 100 }, signal });
    return { rows: page.api_keys, next: page.next };
  });
  return (
    <ListPage title="API keys" list={list} columns={columnsOf(list.reload)} keyOf={one => one.id}
      empty="There are no API keys yet."
      actions={<button type="button" className="primary" onClick={() => setIsMaking(true)}>New key</button>}>
      <p className="soft settings-note">The API sees you as {nameOf(session)}.</p>
      {isMaking && <NewKeyDialog onClose={() => { setIsMaking(false); list.reload(); }} />}
    </ListPage>
  );
}

const columnsOf = (onDone: () => void): readonly Column<ApiKeyDetail>[] => [
  { name: 'name', title: 'Name', cell: one => one.name },
  { name: 'hint', title: 'Key', width: '9rem', kind: 'wide', cell: one => <code>{one.hint}…</code> },
  {
    name: 'scopes', title: 'Scopes', kind: 'wide',
    cell: one => <span title={one.scopes.join(' ')}>{one.scopes.join(' ')}</span>,
  },
  { name: 'owner', title: 'Owner', kind: 'wide', width: '7rem', cell: one => one.owner_id },
  {
    name: 'used', title: 'Last used', width: '7rem',
    cell: one => (one.last_used_at ? <Ago at={one.last_used_at} /> : 'never'),
  },
  {
    name: 'expires', title: 'Ends', width: '7rem', kind: 'wide',
    cell: one => (one.expires_at ? <Ago at={one.expires_at} /> : 'never'),
  },
  {
    name: 'revoke', title: '', width: '6.5rem', cell: one => (one.revoked_at ? <span className="soft">revoked</span> : (
      <ActionButton name="Revoke" kind="danger" onDone={onDone}
        act={() => call('DELETE /api/v1/api-keys/{id}', { path: { id: one.id } })} />
    )),
  },
];
