using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Services take no further external addresses; those they have may stay. Off by default. Source: DenyServiceExternalIPs.</summary>
public sealed class DenyServiceExternalIPs : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "DenyServiceExternalIPs";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes("services");

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var there = request.OldObject.Object("spec").Texts("externalIPs").ToHashSet(StringComparer.Ordinal);
        return request.Object.Object("spec").Texts("externalIPs").All(there.Contains) ? default : throw request.Refuse("Use of external IPs is denied by admission control");
    }
}
