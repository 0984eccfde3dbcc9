// Starts the program that people run, and stops it as an operator does.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = process.env.WAARBORG ?? fileURLToPath(new URL('../target/debug/waarborg', import.meta.url));
const patience = 20_000;

/**
 * Starts the demo on a free port. Answers the address it prints, and how to stop it.
 * The demo promises one link on its standard output; anything else there is shown when it never comes.
 */
export async function startDemo() {
  const child = spawn(program, ['demo', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
  const address = await linkOf(child, said);
  return { address, stop: () => stop(child, said) };
}

function linkOf(child, said) {
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      child.kill('SIGKILL');
      reject(new Error(`${program} demo ${why}\n${said.join('')}`));
    };
    const late = setTimeout(fail, patience, `printed no link within ${patience / 1000} s`);
    child.on('error', (error) => fail(`did not start: ${error.message}`));
    child.on('exit', (code, signal) => fail(`ended with ${code ?? signal} before it printed a link`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(`${line}\n`);
      const link = line.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (!link) return;
      clearTimeout(late);
      child.removeAllListeners('exit');
      resolve(link[0]);
    });
  });
}

/** Asks it to stop; it has to end by itself, and well. */
async function stop(child, said) {
  if (child.exitCode === null && child.signalCode === null) {
    const late = setTimeout(() => child.kill('SIGKILL'), patience);
    child.kill('SIGTERM');
    await once(child, 'exit');
    clearTimeout(late);
  }
  if (child.exitCode !== 0) {
    throw new Error(`the demo ended with ${child.exitCode ?? child.signalCode} when asked to stop\n${said.join('')}`);
  }
}
