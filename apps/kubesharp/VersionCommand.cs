using System.CommandLine;

namespace KubeSharp;

/// <summary>kubesharp version.</summary>
internal static class VersionCommand
{
    /// <summary>The Kubernetes version whose behaviour this is.</summary>
    public const string Kubernetes = "v1.36.2";

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var command = new Command("version", "Show this program's version");
        command.SetAction(_ => output.WriteLine($"kubesharp {typeof(VersionCommand).Assembly.GetName().Version?.ToString(3)} (Kubernetes {Kubernetes})"));
        return command;
    }
}
