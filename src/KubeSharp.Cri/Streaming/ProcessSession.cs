namespace KubeSharp.Cri.Streaming;

/// <summary>An exec or attach that a client may take up.</summary>
/// <param name="Stdin">The client sends input.</param>
/// <param name="Stdout">The client wants output.</param>
/// <param name="Stderr">The client wants error output; never with a terminal.</param>
/// <param name="Tty">A terminal.</param>
/// <param name="Open">Starts or attaches, once the client is there. Failures are <see cref="CriException"/>.</param>
public sealed record ProcessSession(bool Stdin, bool Stdout, bool Stderr, bool Tty, Func<CancellationToken, Task<IProcessStreams>> Open);
