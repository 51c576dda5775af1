using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.Machinery.Features;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>A control plane whose API server emulates the earliest version that it can.</summary>
public sealed class EarlierControlPlane : ControlPlane
{
    protected override ApiServerOptions Configure(ApiServerOptions options)
    {
        var versions = EmulatedVersion.Read(["1.33"], [], options.GitVersion);
        return options with { EmulatedVersion = versions, Features = FeatureGates.Of(versions.Emulated, versions.MinCompatibility) };
    }
}
