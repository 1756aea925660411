import react from '@vitejs/plugin-react';
import { defineConfig, type ProxyOptions } from 'vite';
import { pack } from './scripts/pack';

/** Where `npm run dev` finds the API. */
const target = process.env['WORKFLOW_API'] ?? 'http://127.0.0.1:8000';

/** To the API a page of `npm run dev` is one of another site, which it refuses without a token. */
const api: ProxyOptions = {
  target, configure: proxy => { proxy.on('proxyReq', request => request.removeHeader('origin')); },
};

export default defineConfig({
  plugins: [react(), pack()],
  build: {
    target: 'es2023',
    // Names in assets/ carry a hash, so that browsers may keep them for good.
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': api, '/healthz': api, '/openapi': api, '/docs': api } },
});
