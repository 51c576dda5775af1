using KubeSharp.Api;
using KubeSharp.Api.Authorization.V1;
using KubeSharp.Api.Certificates.V1;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Certificates;

/// <summary>Approves a request where who asked may create certificatesigningrequests/SUBRESOURCE.</summary>
public sealed record ApproveIfAllowedAction(CertificateSigningRequest Request, string Subresource, string Message, DateTimeOffset Now) : PlanAction
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        var review = await context.Client.CreateAsync(new SubjectAccessReview
        {
            Spec = new SubjectAccessReviewSpec
            {
                User = Request.Spec.Username,
                Uid = Request.Spec.Uid,
                Groups = Request.Spec.Groups,
                Extra = Request.Spec.Extra,
                ResourceAttributes = new ResourceAttributes { Group = "certificates.k8s.io", Resource = "certificatesigningrequests", Verb = "create", Subresource = Subresource, Version = "*" },
            },
        }, cancellation).ConfigureAwait(false);
        return review.Status.Allowed
            ? await new ReplaceAction<CertificateSigningRequest>("", Request.Metadata.Name!, CertificateConditions.Patch(Request, "Approved", "AutoApproved", Message, Now), "approval").ApplyAsync(context, cancellation).ConfigureAwait(false)
            : null;
    }
}
