/** Redirects that are followed before a server is taken to lead in circles. */
const maxRedirects = 5;

/** `fetch` that follows a limited number of redirects and says where they led when there are too many. */
export async function fetchRedirected(url: string, init: RequestInit): Promise<Response> {
  let address = url;
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(address, { ...init, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    if (redirects === maxRedirects) throw new Error(`redirected more than ${maxRedirects} times, last to ${location}`);
    address = new URL(location, address).href;
  }
}
