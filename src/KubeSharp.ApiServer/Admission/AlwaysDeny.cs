using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Refuses everything, for tests. Off by default, and deprecated. Source: AlwaysDeny.</summary>
public sealed class AlwaysDeny : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "AlwaysDeny";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => true;

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation) => throw request.Refuse("admission control is denying all modifications");

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation) => throw request.Refuse("admission control is denying all modifications");
}
