using KubeSharp.Hosting.Flags;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>One component of a control plane as a program of its own, with upstream's flags.</summary>
internal abstract class RoleProgram
{
    protected RoleProgram() => Verbosity = Flags.Whole("v", 0, "verbosity of the log");

    /// <summary>Upstream's name of it.</summary>
    public abstract string Name { get; }
    /// <summary>Its flags.</summary>
    public FlagSet Flags { get; } = new();
    /// <summary>-v.</summary>
    public Flag<int> Verbosity { get; }

    /// <summary>Runs until cancelled.</summary>
    public abstract Task RunAsync(ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation);

    /// <summary>The value of a flag that must be given.</summary>
    protected static string Required(Flag<string> flag) => flag.Value.Length > 0 ? flag.Value : throw new FlagException($"--{flag.Name} must be specified");
}
