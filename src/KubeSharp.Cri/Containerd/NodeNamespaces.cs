namespace KubeSharp.Cri.Containerd;

/// <summary>
/// The namespaces a node lives in, each by a path such as /proc/PID/ns/net or /run/netns/NAME; null is the machine's own. With these several
/// nodes run on one machine.
/// </summary>
public sealed record NodeNamespaces
{
    public string? Network { get; init; }

    public string? Mount { get; init; }

    /// <summary>Host name.</summary>
    public string? Uts { get; init; }

    /// <summary>The command that starts another one inside, or nothing when there is nothing to enter.</summary>
    internal IReadOnlyList<string> EnterCommand
    {
        get
        {
            var options = new List<string>();
            // Never `ip netns exec`: it mounts /sys anew and so hides the cgroups.
            if (Network is not null)
                options.Add($"--net={Network}");
            if (Mount is not null)
                options.Add($"--mount={Mount}");
            if (Uts is not null)
                options.Add($"--uts={Uts}");
            return options.Count == 0 ? [] : ["nsenter", .. options, "--"];
        }
    }
}
