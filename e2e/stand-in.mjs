// A server of a few pages with a bug planted in each, so that every check is known to find what it is for.

import { once } from 'node:events';
import { createServer } from 'node:http';

const policy = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'";
const sheet = 'body{color:#222;background:#fff}a{color:#00c}.pale{color:#ccc}.wide{width:900px}a.bare:focus{outline:none}.scroll{overflow-x:auto}';

const page = (body, { lang = 'nl', title = 'Proef' } = {}) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/site.css"><link rel="icon" href="/icon.svg"></head>
<body><main id="main"><h1>Proef</h1>${body}</main></body></html>`;

/** Address → page. Each name says what is wrong with it; `good` has nothing wrong. */
const planted = {
  '/good': page('<p>Alles is goed. <a href="#main">Naar boven</a></p>'),
  '/pale': page('<p class="pale">Dit is niet te lezen.</p>'),
  '/no-alt': page('<p><img src="/icon.svg" width="24" height="24"></p>'),
  '/two-headings': page('<h1>Nog een</h1>'),
  '/wrong-language': page('<p>One.</p>', { lang: 'en' }),
  '/dead-anchor': page('<p><a href="#gone">Weg</a></p>'),
  '/wide': page('<div class="wide">Breed</div>'),
  '/cut-picture': page('<figure><div class="scroll" role="region" tabindex="0" aria-label="Kaart"><div class="wide">Breed</div></div></figure>'),
  '/no-ring': page('<p><a class="bare" href="/good">Geen rand</a></p>'),
  '/inline-style': page('<p style="color:red">Rood</p>'),
  '/script': page('<script>document.title = "x"</script>'),
  '/elsewhere': page('<img alt="" src="http://127.0.0.2:9/x.png">'),
  '/missing-file': page('<img alt="" src="/gone.png">'),
};

/** Starts it on a free port. Answers the address, and how to stop it. */
export async function startStandIn() {
  const server = createServer((request, response) => {
    response.setHeader('Content-Security-Policy', policy);
    const send = (type, body) => response.setHeader('Content-Type', type).end(body);
    if (request.url === '/site.css') return send('text/css', sheet);
    if (request.url === '/icon.svg') return send('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    if (planted[request.url]) return send('text/html; charset=utf-8', planted[request.url]);
    response.statusCode = 404;
    return send('text/html; charset=utf-8', page('<p>Niet gevonden.</p>'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const stop = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  return { address: `http://127.0.0.1:${server.address().port}`, stop };
}
