//! The endpoint rules of the SDK.

/// The endpoint rules of an SDK crate.
macro_rules! endpoint {
    ($sdk:ident) => {
        |params: &$crate::client::EndpointParams| {
            use $sdk::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
            let params = Params::builder()
                .set_region(params.region.clone())
                .use_fips(params.fips)
                .use_dual_stack(params.dual_stack)
                .set_endpoint(params.url.clone())
                .build()?;
            $crate::runtime::now(DefaultResolver::new().resolve_endpoint(&params)).map_err(|error| error.to_string())?
        }
    };
}
pub(crate) use endpoint;
