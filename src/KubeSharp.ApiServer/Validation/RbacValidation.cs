using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Roles and bindings. Source: Using RBAC Authorization.</summary>
public static class RbacValidation
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>A Role or ClusterRole.</summary>
    public static void Role(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var isNamespaced = value.TextAt("metadata", "namespace") is { Length: > 0 };
        var rules = value.Items("rules");
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, at) = (rules[i], FieldPath.Of("rules").Index(i));
            if (rule.Items("verbs").Count == 0) { errors.Required(at.Child("verbs"), "verbs must contain at least one value"); }
            if (rule.Items("nonResourceURLs").Count > 0)
            {
                if (isNamespaced) { errors.Invalid(at.Child("nonResourceURLs"), rule.Items("nonResourceURLs"), "namespaced rules cannot apply to non-resource URLs"); }
                if (rule.Items("apiGroups").Count + rule.Items("resources").Count + rule.Items("resourceNames").Count > 0) { errors.Invalid(at.Child("nonResourceURLs"), rule.Items("nonResourceURLs"), "rules cannot apply to both regular resources and non-resource URLs"); }
                continue;
            }
            if (rule.Items("apiGroups").Count == 0) { errors.Required(at.Child("apiGroups"), "resource rules must supply at least one api group"); }
            if (rule.Items("resources").Count == 0) { errors.Required(at.Child("resources"), "resource rules must supply at least one resource"); }
        }
        if (!value.Has("aggregationRule")) { return; }
        var selectors = value.Object("aggregationRule").Items("clusterRoleSelectors");
        if (selectors.Count == 0) { errors.Required(FieldPath.Of("aggregationRule").Child("clusterRoleSelectors"), "at least one clusterRoleSelector required if aggregationRule is non-nil"); }
        for (var i = 0; i < selectors.Count; i++)
        {
            var (before, at) = (errors.Causes.Length, FieldPath.Of("aggregationRule").Child("clusterRoleSelectors").Index(i));
            Labels.Selector(selectors[i], at, errors);
            // Compat: what is shown is what could not be made of it.
            if (errors.Causes.Length > before) { errors.Invalid(at, null, "invalid label selector."); }
        }
    }

    /// <summary>A RoleBinding or ClusterRoleBinding.</summary>
    public static void Binding(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var isNamespaced = value.TextAt("metadata", "namespace") is { Length: > 0 };
        var (role, path) = (value.Object("roleRef"), FieldPath.Of("roleRef"));
        if (role.Text("apiGroup") != Group) { errors.NotSupported(path.Child("apiGroup"), role.Text("apiGroup"), Group); }
        if (isNamespaced && role.Text("kind") is not ("Role" or "ClusterRole")) { errors.NotSupported(path.Child("kind"), role.Text("kind"), "Role", "ClusterRole"); }
        if (!isNamespaced && role.Text("kind") != "ClusterRole") { errors.NotSupported(path.Child("kind"), role.Text("kind"), "ClusterRole"); }
        if (role.Text("name").Length == 0) { errors.Required(path.Child("name")); }
        else if (Metadata.NameError(role.Text("name"), NameRule.PathSegment) is { } wrong) { Names.Check(wrong, path.Child("name"), role.Text("name"), errors); }
        var subjects = value.Items("subjects");
        for (var i = 0; i < subjects.Count; i++) { Subject(subjects[i], isNamespaced, FieldPath.Of("subjects").Index(i), errors); }
    }

    /// <summary>What stays as it was made in a binding.</summary>
    public static void BindingChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var role = value.Object("roleRef");
        if (!role.Equals(old.Object("roleRef"))) { errors.Invalid(FieldPath.Of("roleRef"), InternalForm.Of("rbac.RoleRef", role), "cannot change roleRef"); }
    }

    private static void Subject(Node subject, bool isNamespaced, FieldPath path, FieldErrors errors)
    {
        var (name, group) = (subject.Text("name"), subject.Text("apiGroup"));
        if (name.Length == 0) { errors.Required(path.Child("name")); }
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (name.Length > 0) { Names.Check(Names.Subdomain(name), path.Child("name"), name, errors); }
                if (group.Length > 0) { errors.NotSupported(path.Child("apiGroup"), group, ""); }
                if (!isNamespaced && subject.Text("namespace").Length == 0) { errors.Required(path.Child("namespace")); }
                break;
            case "User" or "Group":
                if (group != Group) { errors.NotSupported(path.Child("apiGroup"), group, Group); }
                break;
            case var other:
                errors.NotSupported(path.Child("kind"), other, "ServiceAccount", "User", "Group");
                break;
        }
    }
}
