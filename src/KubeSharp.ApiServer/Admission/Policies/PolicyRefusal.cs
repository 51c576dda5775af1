using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>How a policy refuses.</summary>
internal static class PolicyRefusal
{
    /// <summary>The refusal: its code follows the reason.</summary>
    public static StatusException Make(AdmissionRequest request, string reason, string message)
    {
        var code = reason switch { StatusReason.Forbidden => 403, "Unauthorized" => 401, StatusReason.RequestEntityTooLarge => 413, _ => 422 };
        var status = request.Refuse(message).Status;
        return new StatusException(status with { Code = code, Reason = reason, Causes = [new StatusCause("", message, "")] });
    }
}
