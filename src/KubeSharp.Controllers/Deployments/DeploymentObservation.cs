using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;

namespace KubeSharp.Controllers.Deployments;

/// <param name="Deployment">The deployment.</param>
/// <param name="Sets">Replica sets it controls, and those of its namespace that nobody does.</param>
/// <param name="PodCounts">How many pods each set has, terminating ones too, by the set's uid.</param>
public sealed record DeploymentObservation(Deployment Deployment, ImmutableArray<ReplicaSet> Sets, ImmutableDictionary<string, int> PodCounts);
