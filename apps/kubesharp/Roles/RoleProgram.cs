using System.Collections.Immutable;
using KubeSharp.Hosting.Flags;
using KubeSharp.Machinery.Features;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>One component of a control plane as a program of its own, with upstream's flags.</summary>
internal abstract class RoleProgram
{
    private readonly Flag<ImmutableArray<string>> _gates;

    protected RoleProgram()
    {
        Verbosity = Flags.Whole("v", 0, "verbosity of the log");
        _gates = Flags.List("feature-gates", "features by name, on or off: Name=true,Name=false");
    }

    /// <summary>Upstream's name of it.</summary>
    public abstract string Name { get; }
    /// <summary>Its flags.</summary>
    public FlagSet Flags { get; } = new();
    /// <summary>-v.</summary>
    public Flag<int> Verbosity { get; }

    /// <summary>--feature-gates.</summary>
    /// <exception cref="FlagException">One is unknown, or may not be set so.</exception>
    public FeatureGates Features
    {
        get
        {
            try { return Gates.With(string.Join(',', _gates.Value)); }
            catch (FormatException e) { throw new FlagException(e.Message); }
        }
    }

    /// <summary>The gates as they are by default.</summary>
    protected virtual FeatureGates Gates => FeatureGates.Default;

    /// <summary>Runs until cancelled.</summary>
    public abstract Task RunAsync(ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation);

    /// <summary>The value of a flag that must be given.</summary>
    protected static string Required(Flag<string> flag) => flag.Value.Length > 0 ? flag.Value : throw new FlagException($"--{flag.Name} must be specified");
}
