namespace KubeSharp.Cli;

/// <summary>How a command ends that a signal asks to end. A command that waits says so when it begins to.</summary>
internal sealed class Interruption
{
    private const int OrderlyCode = 1;

    /// <summary>The code of a command that is interrupted; at first that of a program which the signal itself ends.</summary>
    public int Code { get; private set; } = 130;

    /// <summary>Whether SIGTERM, SIGHUP and SIGQUIT are interruptions too; else they end the program as any other.</summary>
    public bool TakesAll { get; private set; }

    /// <summary>From here on all signals that end programs end this one in order.</summary>
    // Compat: what waits (get -w, wait, rollout status, logs -f, a terminal of a pod, an editor) ends with 1, as upstream's handler of signals does.
    public void Guard() => (Code, TakesAll) = (OrderlyCode, true);

    /// <summary>From here on an interruption is the end that is meant.</summary>
    public void Expect() => Code = 0;
}
