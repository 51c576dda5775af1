using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Features;

namespace KubeSharp.ApiServer.Admission;

/// <summary>What the admission plug-ins depend on.</summary>
public sealed record AdmissionOptions
{
    /// <summary>The stored objects.</summary>
    public required IObjects Objects { get; init; }
    /// <summary>Whether somebody may do something, by all authorizers together.</summary>
    public required Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> IsAllowed { get; init; }
    /// <summary>The rules a user has in a namespace by RBAC.</summary>
    public required Func<UserIdentity, string, IEnumerable<PolicyRule>> RulesOf { get; init; }
    /// <summary>The resources of a kind (group, version, kind) that are served.</summary>
    public Func<string, string, string, IEnumerable<Api.ApiResource>> ResourcesOf { get; init; } = static (_, _, _) => [];
    /// <summary>Which features are on: the plug-ins of those that are off do nothing.</summary>
    public FeatureGates Features { get; init; } = FeatureGates.Default;
    /// <summary>Calls webhooks; null: there are none.</summary>
    public KubeSharp.ApiServer.Webhooks.WebhookClient? Webhooks { get; init; }
    /// <summary>Names beyond the defaults, as --enable-admission-plugins.</summary>
    public ImmutableArray<string> Enabled { get; init; } = [];
    /// <summary>Names of defaults left out, as --disable-admission-plugins.</summary>
    public ImmutableArray<string> Disabled { get; init; } = [];
    /// <summary>What a configuration file says to them.</summary>
    public Configuration.AdmissionSettings Settings { get; init; } = Configuration.AdmissionSettings.None;
    /// <summary>Where what they decide is counted.</summary>
    public Pipeline.StageMetrics Stages { get; init; } = new();
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
    /// <summary>Where generated names come from.</summary>
    public Random Random { get; init; } = Random.Shared;
}
