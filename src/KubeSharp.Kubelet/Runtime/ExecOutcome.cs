namespace KubeSharp.Kubelet.Runtime;

/// <param name="ExitCode">Exit code of the command.</param>
/// <param name="Output">Its standard output, then its standard error.</param>
public sealed record ExecOutcome(int ExitCode, byte[] Output);
