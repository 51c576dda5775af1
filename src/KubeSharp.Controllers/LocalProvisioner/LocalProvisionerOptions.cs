namespace KubeSharp.Controllers.LocalProvisioner;

/// <summary>How a node makes volumes of folders of its own.</summary>
public sealed record LocalProvisionerOptions
{
    /// <summary>Provisioner that storage classes name.</summary>
    public const string Provisioner = "kubesharp.io/local";
    /// <summary>The node.</summary>
    public required string NodeName { get; init; }
    /// <summary>Folder below which each volume gets one.</summary>
    public required string Folder { get; init; }
    /// <summary>Seconds between looks though nothing was told.</summary>
    public int PeriodSeconds { get; init; } = 30;
}
