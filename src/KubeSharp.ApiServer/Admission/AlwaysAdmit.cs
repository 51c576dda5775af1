namespace KubeSharp.ApiServer.Admission;

/// <summary>Takes everything, as is done without it. Off by default, and deprecated. Source: AlwaysAdmit.</summary>
public sealed class AlwaysAdmit : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "AlwaysAdmit";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => true;
}
