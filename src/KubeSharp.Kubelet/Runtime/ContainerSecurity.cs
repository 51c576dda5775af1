using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>Identity and rights of a process.</summary>
public sealed record ContainerSecurity
{
    /// <summary>User id; null: the image's.</summary>
    public long? RunAsUser { get; init; }
    /// <summary>User name of the image, where it names one and no id is set.</summary>
    public string RunAsUserName { get; init; } = "";
    /// <summary>Group id; null: the image's.</summary>
    public long? RunAsGroup { get; init; }
    /// <summary>More groups.</summary>
    public ImmutableArray<long> SupplementalGroups { get; init; } = [];
    /// <summary>Only those groups, none of the image (Strict) or all (Merge).</summary>
    public bool StrictGroups { get; init; }
    /// <summary>All rights.</summary>
    public bool Privileged { get; init; }
    /// <summary>The root file system cannot be written.</summary>
    public bool ReadOnlyRoot { get; init; }
    /// <summary>It can gain no rights.</summary>
    public bool NoNewPrivileges { get; init; }
    /// <summary>Capabilities to add.</summary>
    public ImmutableArray<string> AddCapabilities { get; init; } = [];
    /// <summary>Capabilities to take away.</summary>
    public ImmutableArray<string> DropCapabilities { get; init; } = [];
    /// <summary>RuntimeDefault, Unconfined or Localhost.</summary>
    public string SeccompType { get; init; } = "Unconfined";
    /// <summary>Profile file of Localhost.</summary>
    public string SeccompProfile { get; init; } = "";
    /// <summary>RuntimeDefault, Unconfined, Localhost; empty: unsaid.</summary>
    public string AppArmorType { get; init; } = "";
    /// <summary>Profile name of Localhost.</summary>
    public string AppArmorProfile { get; init; } = "";
    /// <summary>User, role, type, level; null: unsaid.</summary>
    public (string User, string Role, string Type, string Level)? SeLinux { get; init; }
    /// <summary>Paths of /proc and /sys that are hidden (Default) or not (Unmasked).</summary>
    public bool UnmaskedProc { get; init; }
    /// <summary>Whose namespaces it uses.</summary>
    public NamespaceModes Namespaces { get; init; } = new();
}
