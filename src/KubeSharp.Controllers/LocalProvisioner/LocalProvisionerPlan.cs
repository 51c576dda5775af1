using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.LocalProvisioner;

/// <summary>What a node has to do about its volumes.</summary>
public sealed record LocalProvisionerPlan
{
    /// <summary>Volumes to make, each with its claim.</summary>
    public ImmutableArray<(PersistentVolumeClaim Claim, PersistentVolume Volume)> Make { get; init; } = [];
    /// <summary>Claims that cannot be served, and why.</summary>
    public ImmutableArray<(PersistentVolumeClaim Claim, string Cause)> Refuse { get; init; } = [];
    /// <summary>Volumes to take away with all that is in them.</summary>
    public ImmutableArray<PersistentVolume> Remove { get; init; } = [];
    /// <summary>Volumes that grow, with the new size.</summary>
    public ImmutableArray<(PersistentVolume Volume, PersistentVolumeClaim Claim)> Grow { get; init; } = [];
}
