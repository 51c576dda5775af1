using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// One admission plug-in: first all mutate in the table's order, then, after defaults and validation, all validate.
/// Refusals are <see cref="Machinery.Statuses.StatusException"/>, Forbidden (403) where upstream's plug-in says so.
/// </summary>
public interface IAdmissionPlugin
{
    /// <summary>Upstream's name, as in --enable-admission-plugins.</summary>
    string Name { get; }

    /// <summary>Whether it looks at such requests at all; must be cheap.</summary>
    bool Handles(AdmissionRequest request);

    /// <summary>The object to go on with; the request's own where nothing changes.</summary>
    ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation) => new(request.Object);

    /// <summary>Throws to refuse.</summary>
    ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation) => default;
}
