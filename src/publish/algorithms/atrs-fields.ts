/**
 * The fields of an algorithmic transparency record as data, after the UK Algorithmic Transparency Recording Standard, version 4.0.
 * Names and the numbers up to 2.1 come from published records; later numbers follow version 3.0 and may differ by one or two.
 */
export type AtrsKey =
  | 'name'
  | 'description'
  | 'website'
  | 'contact_email'
  | 'organisation'
  | 'team'
  | 'senior_responsible_owner'
  | 'external_supplier_involvement'
  | 'external_supplier'
  | 'companies_house_number'
  | 'external_supplier_role'
  | 'procurement_procedure_type'
  | 'data_access_terms'
  | 'detailed_description'
  | 'scope'
  | 'benefit'
  | 'previous_process'
  | 'alternatives_considered'
  | 'process_integration'
  | 'provided_information'
  | 'frequency_and_scale_of_usage'
  | 'human_decisions_and_review'
  | 'required_training'
  | 'appeals_and_review'
  | 'system_architecture'
  | 'phase'
  | 'maintenance'
  | 'models'
  | 'model_name'
  | 'model_version'
  | 'model_task'
  | 'model_input'
  | 'model_output'
  | 'model_architecture'
  | 'model_performance'
  | 'datasets'
  | 'dataset_purposes'
  | 'source_data_name'
  | 'data_modality'
  | 'data_description'
  | 'development_sensitive_attributes'
  | 'data_completeness_and_representativeness'
  | 'source_data_url'
  | 'data_collection'
  | 'data_cleaning'
  | 'development_data_sharing_agreements'
  | 'development_data_access_and_storage'
  | 'data_sources'
  | 'sensitive_attributes'
  | 'data_processing_methods'
  | 'data_access_and_storage'
  | 'data_sharing_agreements'
  | 'impact_assessments'
  | 'risks_and_mitigations';

export interface AtrsField {
  readonly number: string;
  readonly key: AtrsKey;
  readonly label: string;
}

export interface AtrsSection {
  readonly tier: 1 | 2;
  readonly title: string;
  readonly fields: readonly AtrsField[];
}

/** Fields in their order, numbered from `first` on; an entry may be [key, label, number]. */
function section(
  tier: 1 | 2,
  title: string,
  prefix: string,
  fields: readonly (readonly [AtrsKey, string, string?])[],
): AtrsSection {
  let nth = 0;
  return {
    tier,
    title,
    fields: fields.map(([key, label, number]) => ({ number: number ?? `${prefix}.${++nth}`, key, label })),
  };
}

export const ATRS_VERSION = '4.0';

export const ATRS: readonly AtrsSection[] = [
  section(1, 'Summary', '1', [
    ['name', 'Name'],
    ['description', 'What it does, and why it is used'],
    ['website', 'Where to read more'],
    ['contact_email', 'Whom to write to'],
  ]),
  section(2, 'Owner and responsibility', '2.1', [
    ['organisation', 'Organisation'],
    ['team', 'Team'],
    ['senior_responsible_owner', 'Senior responsible owner'],
    ['external_supplier_involvement', 'Is a supplier involved?'],
    ['external_supplier', 'Supplier', '2.1.4.1'],
    ['companies_house_number', 'Companies House number', '2.1.4.2'],
    ['external_supplier_role', 'What the supplier does', '2.1.4.3'],
    ['procurement_procedure_type', 'How it was bought', '2.1.4.4'],
    ['data_access_terms', 'What data the supplier gets', '2.1.4.5'],
  ]),
  section(2, 'Description and rationale', '2.2', [
    ['detailed_description', 'How it works'],
    ['scope', 'What it is for, and what not'],
    ['benefit', 'What gets better'],
    ['previous_process', 'How it was done before'],
    ['alternatives_considered', 'What else was considered'],
  ]),
  section(2, 'Decisions', '2.3', [
    ['process_integration', 'How it fits into the work'],
    ['provided_information', 'What it tells the people who decide'],
    ['frequency_and_scale_of_usage', 'How often, for how many'],
    ['human_decisions_and_review', 'What people decide and check'],
    ['required_training', 'What people are trained in'],
    ['appeals_and_review', 'How to challenge it'],
  ]),
  section(2, 'The system', '2.4.1', [
    ['system_architecture', 'How it is built'],
    ['phase', 'Phase'],
    ['maintenance', 'How it is looked after'],
    ['models', 'Models in it'],
  ]),
  section(2, 'The model', '2.4.2', [
    ['model_name', 'Name'],
    ['model_version', 'Version'],
    ['model_task', 'Task'],
    ['model_input', 'What goes in'],
    ['model_output', 'What comes out'],
    ['model_architecture', 'Kind of model'],
    ['model_performance', 'How well it does'],
    ['datasets', 'Data it was made from'],
    ['dataset_purposes', 'What those data were used for'],
  ]),
  section(2, 'Development data', '2.4.3', [
    ['source_data_name', 'Name'],
    ['data_modality', 'Kind of data'],
    ['data_description', 'What and how much'],
    ['development_sensitive_attributes', 'Sensitive attributes'],
    ['data_completeness_and_representativeness', 'Complete and representative?'],
    ['source_data_url', 'Address'],
    ['data_collection', 'How collected'],
    ['data_cleaning', 'How cleaned'],
    ['development_data_sharing_agreements', 'Sharing agreements'],
    ['development_data_access_and_storage', 'Access and storage'],
  ]),
  section(2, 'Data in use', '2.4.4', [
    ['data_sources', 'Sources'],
    ['sensitive_attributes', 'Sensitive attributes'],
    ['data_processing_methods', 'Processing'],
    ['data_access_and_storage', 'Access and storage'],
    ['data_sharing_agreements', 'Sharing agreements'],
  ]),
  section(2, 'Risks and assessments', '2.5', [
    ['impact_assessments', 'Impact assessments'],
    ['risks_and_mitigations', 'Risks, and what is done about them'],
  ]),
];
