use std::io;
use std::str::FromStr;
use std::time::Duration;

use hyper::client::conn::http1;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::timeout;
use waarborg_ledger::OutsideError;
use waarborg_ledger::witness::WitnessCall;

use super::door::read;

/// Longest time that a witness gets, from the connection to the last byte.
const LONGEST: Duration = Duration::from_secs(10);

/// Where a witness is: `http://host:port`, with a prefix if it has one. What goes there is public and signed, and what comes back is checked,
/// so plain HTTP gives nothing away; `https://` needs a proxy on this machine until this program speaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessUrl {
    authority: String,
    path: String,
}

/// The text is not the address of a witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address of a witness begins with http://, names a host, and has no query")]
pub struct NotAWitnessUrl;

impl FromStr for WitnessUrl {
    type Err = NotAWitnessUrl;

    fn from_str(text: &str) -> Result<Self, NotAWitnessUrl> {
        let uri: Uri = text.parse().map_err(|_| NotAWitnessUrl)?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or(NotAWitnessUrl)?;
        if uri.scheme_str() != Some("http") || uri.query().is_some() {
            return Err(NotAWitnessUrl);
        }
        let port = authority.port_u16().unwrap_or(80);
        let path = format!("{}/add-checkpoint", uri.path().trim_end_matches('/'));
        Ok(Self { authority: format!("{}:{port}", authority.host()), path })
    }
}

/// Asks one witness. For a thread that may wait, not one of the runtime.
pub struct Call {
    url: WitnessUrl,
    runtime: Handle,
}

impl Call {
    /// Asks the witness at this address, from a thread of this runtime that may wait.
    pub fn to(url: WitnessUrl, runtime: Handle) -> Self {
        Self { url, runtime }
    }

    async fn post(&self, body: &str) -> Result<(u16, Vec<u8>), OutsideError> {
        let stream = TcpStream::connect(&self.url.authority).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let request = Request::post(&self.url.path)
            .header("host", &self.url.authority)
            .header("content-type", "text/plain; charset=utf-8")
            .body(body.to_owned())?;
        let asked = async {
            let response = sender.send_request(request).await?;
            let status = response.status().as_u16();
            let bytes = read(response.into_body()).await;
            let whole = || io::Error::new(io::ErrorKind::InvalidData, "its answer is too long or breaks off");
            Ok::<_, OutsideError>((status, bytes.ok_or_else(whole)?))
        };
        tokio::pin!(asked);
        tokio::select! {
            answer = &mut asked => answer,
            // The connection may end with the answer already read.
            _ = connection => asked.await,
        }
    }
}

impl WitnessCall for Call {
    fn add_checkpoint(&self, _witness: &str, body: &str) -> Result<(u16, Vec<u8>), OutsideError> {
        let asked = self.runtime.block_on(timeout(LONGEST, self.post(body)));
        asked.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "it took longer than 10 seconds"))?
    }
}
