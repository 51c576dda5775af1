using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <param name="Command">The command; empty for an attach.</param>
/// <param name="Stdin">The client sends input.</param>
/// <param name="Stdout">The client wants output.</param>
/// <param name="Stderr">The client wants error output; never with a terminal.</param>
/// <param name="Tty">A terminal.</param>
public sealed record ExecRequest(ImmutableArray<string> Command, bool Stdin, bool Stdout, bool Stderr, bool Tty);
